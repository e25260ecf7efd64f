// Operand<T>: a value of a known type that a step needs: written out, or given by an expression. Written out, it is
// checked before the run.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "document/duration.hpp"
#include "document/tree.hpp"
#include "expression/template.hpp"
#include "steps/context.hpp"
#include "steps/frame.hpp"
#include "value/error.hpp"

namespace aiorun::steps {

using document::Duration;

/// A result, or the error to raise.
template <class T>
using Evaluated = std::expected<T, value::ErrorReference>;

/// Converts what an expression gave; the error says what was found. `bool`, `int64_t`, `double`, `std::string`, `Duration`.
template <class T>
[[nodiscard]] std::expected<T, std::string> convert(const Value& value);

/// `int 3`, `null`: what messages say that they found, cut when it is long.
[[nodiscard]] std::string shown_with_type(const Value& value);

template <class T>
class Operand {
  public:
    Operand() = default;
    explicit Operand(T constant) : constant_(std::move(constant)), is_constant_(true) {}

    /// `what` is what messages call it: "the duration of sleep".
    [[nodiscard]] static Operand read(const document::Node& node, std::string_view what, const Context& context) {
        Operand operand;
        auto written = expression::Template::compile(node, context.scope(), context.diagnostics());
        if (const Value* constant = written.constant_value()) {
            auto converted = convert<T>(*constant);
            if (converted) {
                return Operand(std::move(*converted));
            }
            context.error(node, "wrong-type", std::string(what) + " is " + converted.error());
        }
        operand.what_ = std::make_unique<std::string>(what);
        operand.template_ = std::move(written);
        return operand;
    }

    [[nodiscard]] Evaluated<T> evaluate(const Frame& frame) const {
        if (is_constant_) {
            return constant_;
        }
        Value value;
        if constexpr (std::is_same_v<T, Duration>) {
            value = frame.evaluate_quantity(template_);
        } else {
            value = frame.evaluate(template_);
        }
        if (value.is_failure()) {
            return std::unexpected(value::ErrorReference(&value.as_failure()));
        }
        auto converted = convert<T>(value);
        if (!converted) {
            std::string what = what_ ? *what_ : "the value";
            return std::unexpected(value::make_error(value::error_type::value, what + " is " + converted.error()));
        }
        return std::move(*converted);
    }

    /// The value, when it is known before the run.
    [[nodiscard]] const T* constant() const noexcept { return is_constant_ ? &constant_ : nullptr; }

  private:
    expression::Template template_;
    std::unique_ptr<std::string> what_;  // of one that is no constant
    T constant_{};
    bool is_constant_ = false;
};

}  // namespace aiorun::steps
