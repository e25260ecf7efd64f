#include "expression/expression.hpp"

#include "expression/parser.hpp"

namespace aiorun::expression {

using value::Value;

std::unique_ptr<Expression> Expression::compile(std::string_view text, NameResolver& names,
                                                std::vector<ExpressionError>& errors, Check check) {
    std::unique_ptr<Expression> result(new Expression());
    result->text_ = text;
    size_t before = errors.size();
    if (auto syntax = parse(result->text_)) {
        Compiler compiler(result->text_, names, errors, check);
        Compiled compiled = compiler.compile(**syntax);
        result->root_ = std::move(compiled.operation);
        result->types_ = compiled.types;
        result->kind_ = compiled.kind;
        result->variable_count_ = compiler.variable_count();
        result->names_ = compiler.used_names();
    } else {
        errors.push_back(std::move(syntax.error()));
    }
    if (errors.size() > before) {
        result->root_ = make_failing(errors[before].message, errors[before].span.begin);
        result->types_ = types::any;
        result->variable_count_ = 0;
    }
    return result;
}

Expression::Expression(Value constant) : types_(types_of(constant)) {
    root_ = make_constant(std::move(constant));
}

Value Expression::run(const Environment& environment, bool is_condition) const {
    std::vector<Value> variables(variable_count_);
    Evaluation evaluation(environment, text_, variables.data());
    Value value = root_->evaluate(evaluation);
    if (evaluation.is_exhausted() && !value.is_failure()) {
        return evaluation.too_expensive(0);
    }
    if (is_condition && !value.is_bool() && !value.is_failure()) {
        return evaluation.fail(0, "expected a bool, found " + std::string(kind_of(value)), {&value});
    }
    return value;
}

Value Expression::evaluate(const Environment& environment) const {
    const Value* constant = root_->constant();
    return constant != nullptr ? *constant : run(environment, false);
}

Value Expression::evaluate_condition(const Environment& environment) const {
    return run(environment, true);
}

}  // namespace aiorun::expression
