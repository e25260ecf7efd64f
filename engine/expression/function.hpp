// Function: one entry of the table of functions, from which calls are compiled and checked, names suggested,
// and the documentation is tested.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "expression/evaluation.hpp"
#include "expression/operation.hpp"
#include "expression/types.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

struct Function;

/// A call at work. The arguments are of the types that the function takes, the receiver of a method is the
/// first.
struct Call {
    Evaluation& evaluation;
    std::span<value::Value> arguments;
    const Function& function;
    uint32_t position;

    [[nodiscard]] size_t size() const noexcept { return arguments.size(); }
    [[nodiscard]] const value::Value& operator[](size_t index) const { return arguments[index]; }
    [[nodiscard]] std::string_view text(size_t index) const { return arguments[index].as_string(); }
    [[nodiscard]] const value::List& list(size_t index) const { return arguments[index].as_list(); }
    /// `NAME: MESSAGE: VALUE, …` with the values of all arguments.
    [[nodiscard]] value::Value fail(std::string_view message) const;
    [[nodiscard]] value::Value too_expensive() const { return evaluation.too_expensive(position); }
    /// A string that was made; fails when the memory of the evaluation is used up.
    [[nodiscard]] value::Value made(std::string text) const;
    [[nodiscard]] value::Value made(std::vector<value::Value> items) const;
};

enum class CallStyle : uint8_t { function, method, both };
/// Whether the same arguments always give the same value, so that a call on constants is made before the run.
enum class Purity : uint8_t { pure, of_the_run };

struct Function {
    std::string_view name;
    CallStyle style = CallStyle::function;
    /// What each argument may be; the receiver of a method is the first. Beyond `required` they may be left
    /// out; when `is_variadic`, the last may be repeated.
    std::array<Types, 4> parameters{};
    uint8_t required = 0;
    uint8_t maximum = 0;
    Types result = types::any;
    std::string_view usage;    ///< as it is called: `text.split(separator, limit?)`
    std::string_view summary;  ///< one line
    value::Value (*call)(Call&) = nullptr;
    Purity purity = Purity::pure;
    bool is_variadic = false;
    /// What is wrong with the constant arguments (null for others), or nothing. Called while an expression is
    /// compiled.
    std::string (*check)(std::span<const value::Value* const>) = nullptr;
    /// The kinds of shared objects that the first argument may be, one bit for each NameKind; 0: it takes
    /// none.
    uint16_t shared_kinds = 0;

    [[nodiscard]] Types parameter(size_t index) const noexcept {
        return parameters[std::min<size_t>(index, maximum == 0 ? 0 : static_cast<size_t>(maximum) - 1)];
    }
    [[nodiscard]] bool accepts(size_t count) const noexcept {
        return count >= required && (is_variadic || count <= maximum);
    }
};

enum class CallKind : uint8_t { function, method };

[[nodiscard]] constexpr uint16_t kind_bit(NameKind kind) {
    return static_cast<uint16_t>(1U << static_cast<unsigned>(kind));
}

/// The function of that name (`size`, `math.abs`) or null.
[[nodiscard]] const Function* find_function(std::string_view name, CallKind kind);
/// All of them, in the order of the documentation.
[[nodiscard]] std::span<const Function* const> all_functions();
/// Whether some function is called `name.…`.
[[nodiscard]] bool is_function_prefix(std::string_view name);

/// A call whose arguments are checked when it is made (operations_call.cpp).
[[nodiscard]] OperationPointer make_call(const Function& function, Operations arguments, uint32_t position);

}  // namespace aiorun::expression
