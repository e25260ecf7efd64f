// Program: an expression compiled once, run often. `a + b * 2`, with names resolved to slots.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expression/environment.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

class Expression;  // the checked syntax tree, see syntax.hpp

/// What is wrong with the text of an expression; the span counts bytes of that text.
struct ExpressionError {
    document::Span span;
    std::string code;  ///< "expression-syntax", "unknown-function", "expression-type", …
    std::string message;
    std::string hint;
};

/// Whether a program keeps a copy of its text, or the text outlives it.
enum class Text : uint8_t { copied, borrowed };

class Program {
  public:
    /// Compiles `text` (CEL as docs/expressions.md has it). Appends what is wrong to `errors`; the program is
    /// then one that fails with the first of them.
    [[nodiscard]] static Program compile(std::string_view text, NameResolver& names,
                                         std::vector<ExpressionError>& errors, Text keep = Text::copied);
    /// A program that gives `value`.
    [[nodiscard]] static Program constant(value::Value value);

    Program();
    Program(Program&&) noexcept;
    Program& operator=(Program&&) noexcept;
    ~Program();

    /// Evaluates. A failure is a Value of kind failure: a ValueError whose message holds the expression, the
    /// position in it, and the values that met. Bounded in time and memory (limits.hpp).
    [[nodiscard]] value::Value evaluate(const Environment& environment) const;
    /// The same, and the result has to be a bool, else it is a failure.
    [[nodiscard]] value::Value evaluate_condition(const Environment& environment) const;

    /// The value, when it can be known before the run (literals and what is folded from them).
    [[nodiscard]] const value::Value* constant_value() const noexcept;
    /// Whether the result can be a bool, as far as it is known before the run.
    [[nodiscard]] bool may_be_bool() const noexcept;
    /// What the result can be, in words: `int or double`.
    [[nodiscard]] std::string result_types() const;
    [[nodiscard]] std::string_view text() const noexcept;
    /// Adds where the names lie that it reads.
    void add_names(std::vector<NameReference>& names) const;
    /// For `assert`: the two sides of a comparison at the top (`a == b`), evaluated, as `a = 1, b = 2`; else
    /// the values of the names in it. Empty when there is nothing to tell.
    [[nodiscard]] std::string explain(const Environment& environment) const;

  private:
    explicit Program(std::unique_ptr<Expression> expression);
    std::unique_ptr<Expression> expression_;
};

}  // namespace aiorun::expression
