// Expression: what a Program owns: the compiled operations and the text they came from.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expression/compiler.hpp"

namespace aiorun::expression {

class Expression {
  public:
    /// As Program::compile; `check` says whether types that cannot be are errors.
    [[nodiscard]] static std::unique_ptr<Expression> compile(std::string_view text, NameResolver& names,
                                                             std::vector<ExpressionError>& errors,
                                                             Check check);
    explicit Expression(value::Value constant);

    /// An optional is not unwrapped here, as Program does.
    [[nodiscard]] value::Value evaluate(const Environment& environment) const;
    [[nodiscard]] value::Value evaluate_condition(const Environment& environment) const;
    [[nodiscard]] std::string explain(const Environment& environment) const;

    [[nodiscard]] const value::Value* constant() const noexcept { return root_->constant(); }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    /// What the result may be.
    [[nodiscard]] Types types() const noexcept { return types_; }
    [[nodiscard]] NameKind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::vector<UsedName>& used_names() const noexcept { return names_; }

  private:
    Expression() = default;
    [[nodiscard]] value::Value run(const Environment& environment, value::Value* variables,
                                   bool is_condition) const;

    std::string text_;
    OperationPointer root_;
    std::vector<UsedName> names_;  // views of text_
    uint32_t variable_count_ = 0;
    Types types_ = types::any;
    NameKind kind_ = NameKind::value;
};

}  // namespace aiorun::expression
