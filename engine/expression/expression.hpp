// Expression: what a Program owns: the compiled operations and the text they came from.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expression/compiler.hpp"
#include "value/pool.hpp"

namespace aiorun::expression {

class Expression final : public value::Pooled {
  public:
    /// As Program::compile; `check` says whether types that cannot be are errors.
    [[nodiscard]] static std::unique_ptr<Expression> compile(std::string_view text, NameResolver& names,
                                                             std::vector<ExpressionError>& errors, Check check,
                                                             Text keep);
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
    [[nodiscard]] std::span<const UsedName> used_names() const noexcept { return {names_.get(), name_count_}; }

  private:
    Expression() = default;
    [[nodiscard]] value::Value run(const Environment& environment, value::Value* variables,
                                   bool is_condition) const;

    void set_names(const std::vector<UsedName>& names);

    std::string_view text_;
    std::unique_ptr<char[]> copy_;  // of text_, when it is not borrowed
    OperationPointer root_;
    std::unique_ptr<UsedName[]> names_;  // views of text_
    uint32_t name_count_ = 0;
    uint32_t variable_count_ = 0;
    Types types_ = types::any;
    NameKind kind_ = NameKind::value;
};

}  // namespace aiorun::expression
