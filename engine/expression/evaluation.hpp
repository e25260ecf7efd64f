// Evaluation: one run of an expression: its variables, its budget, and how its failures are worded.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "expression/environment.hpp"
#include "value/limits.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

class Evaluation {
  public:
    /// All borrowed; `slots` are those of the variables of macros.
    Evaluation(const Environment& names, std::string_view text, value::Value* slots)
        : environment(names), variables(slots), text_(text) {}

    const Environment& environment;
    value::Value* variables;

    /// Pays for work, in elements and bytes touched. False when the budget is used up: the caller fails at
    /// once.
    [[nodiscard]] bool spend(uint64_t cost) noexcept {
        if (cost > cost_left_) {
            cost_left_ = 0;
            is_exhausted_ = true;
            return false;
        }
        cost_left_ -= cost;
        return true;
    }
    /// Pays for the making of so many bytes, and the work of it.
    [[nodiscard]] bool make(uint64_t bytes) noexcept;
    /// Pays for going through a whole value, however its parts are shared.
    [[nodiscard]] bool spend_on(const value::Value& value) noexcept;
    /// Once it is true nothing more is worth computing, whatever `||` would hide.
    [[nodiscard]] bool is_exhausted() const noexcept { return is_exhausted_; }
    void limit_cost(uint64_t cost) noexcept { cost_left_ = cost; }

    /// A ValueError at a byte of the text; the message ends with the expression and the column.
    [[nodiscard]] value::Value fail(uint32_t position, std::string message) const;
    /// The same, `MESSAGE: VALUE, VALUE` with the values that met.
    [[nodiscard]] value::Value fail(uint32_t position, std::string message,
                                    std::initializer_list<const value::Value*> values) const;
    /// The failure of one whose budget is used up.
    [[nodiscard]] value::Value too_expensive(uint32_t position) const;
    /// `value`; a failure that comes from elsewhere with what fail() adds to a message.
    [[nodiscard]] value::Value placed(value::Value value, uint32_t position) const;

  private:
    [[nodiscard]] std::string place(uint32_t position) const;

    std::string_view text_;
    uint64_t cost_left_ = limits::expression_cost;
    uint64_t bytes_left_ = limits::expression_bytes_made;
    bool is_exhausted_ = false;
};

/// A value as messages show it: JSON, cut when it is long.
[[nodiscard]] std::string show(const value::Value& value);
/// The name of its type, as messages use it: `int`, `null`, `task`.
[[nodiscard]] std::string_view kind_of(const value::Value& value);
/// Text of at most `limit` bytes on one line: cut at a character and ended by `…` when it is longer, control
/// characters as blanks.
[[nodiscard]] std::string shorten(std::string_view text, size_t limit);

}  // namespace aiorun::expression
