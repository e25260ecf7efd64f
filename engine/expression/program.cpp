#include "expression/program.hpp"

#include "expression/expression.hpp"
#include "expression/optional.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

/// Outside of expressions there are no optionals: one that is left over is its value, or null.
Value unwrapped(Value value) {
    const Optional* optional = as_optional(value);
    return optional == nullptr ? value : Value(optional->content());
}

}  // namespace

Program Program::compile(std::string_view text, NameResolver& names, std::vector<ExpressionError>& errors,
                         Text keep) {
    return Program(Expression::compile(text, names, errors, Check::on, keep));
}

Program Program::constant(Value value) {
    return Program(std::make_unique<Expression>(std::move(value)));
}

Program::Program() : Program(std::make_unique<Expression>(Value())) {}
Program::Program(std::unique_ptr<Expression> expression) : expression_(std::move(expression)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Value Program::evaluate(const Environment& environment) const {
    return unwrapped(expression_->evaluate(environment));
}

Value Program::evaluate_condition(const Environment& environment) const {
    return expression_->evaluate_condition(environment);
}

const Value* Program::constant_value() const noexcept {
    return expression_->constant();
}
bool Program::may_be_bool() const noexcept {
    return (expression_->types() & types::boolean) != 0;
}
std::string Program::result_types() const {
    return describe(expression_->types());
}
std::string_view Program::text() const noexcept {
    return expression_->text();
}
void Program::add_names(std::vector<NameReference>& names) const {
    for (const UsedName& used : expression_->used_names()) {
        names.push_back(used.resolved.reference);
    }
}
std::string Program::explain(const Environment& environment) const {
    return expression_->explain(environment);
}

}  // namespace aiorun::expression
