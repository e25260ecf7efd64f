// Completion: how a step ended. A normal value, a jump on its way out (return, break, continue), or an error.
#pragma once

#include <cstdint>
#include <utility>

#include "value/error.hpp"
#include "value/value.hpp"

namespace aiorun::runtime {

using value::ErrorReference;
using value::Value;

enum class Ending : uint8_t { normal, returned, broke, continued, raised };

class [[nodiscard]] Completion {
  public:
    Completion() = default;
    /// A normal value; a failure becomes a raise.
    Completion(Value value)  // NOLINT(google-explicit-constructor)
        : value_(std::move(value)), ending_(value_.is_failure() ? Ending::raised : Ending::normal) {}

    static Completion returned(Value value) { return {Ending::returned, std::move(value)}; }
    static Completion broke() { return {Ending::broke, Value()}; }
    static Completion continued() { return {Ending::continued, Value()}; }
    static Completion raised(ErrorReference error) { return {Ending::raised, Value(std::move(error))}; }
    /// The CancelledError of a cancellation without a message.
    static Completion cancelled();

    [[nodiscard]] Ending ending() const noexcept { return ending_; }
    [[nodiscard]] bool is_normal() const noexcept { return ending_ == Ending::normal; }
    [[nodiscard]] bool is_raised() const noexcept { return ending_ == Ending::raised; }
    /// return, break, continue: what leaves a list of steps without an error.
    [[nodiscard]] bool is_jump() const noexcept { return !is_normal() && !is_raised(); }
    [[nodiscard]] bool is_cancelled() const noexcept {
        return is_raised() && value_.as_failure().is(value::error_type::cancelled);
    }

    /// The value of a normal end or a return.
    [[nodiscard]] const Value& value() const noexcept { return value_; }
    [[nodiscard]] Value take_value() noexcept { return std::move(value_); }
    /// The error of a raise.
    [[nodiscard]] value::Error& error() const noexcept { return value_.as_failure(); }
    [[nodiscard]] ErrorReference error_reference() const { return ErrorReference(&value_.as_failure()); }

  private:
    Completion(Ending ending, Value value) : value_(std::move(value)), ending_(ending) {}

    [[no_unique_address]] Value value_;
    Ending ending_ = Ending::normal;
};
static_assert(sizeof(Completion) == sizeof(Value), "every suspended coroutine holds one");

/// One error for all cancellations that nobody gave a message: ten thousand cancelled branches allocate nothing.
[[nodiscard]] ErrorReference cancelled_error();

inline Completion Completion::cancelled() { return raised(cancelled_error()); }

}  // namespace aiorun::runtime
