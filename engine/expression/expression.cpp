#include "expression/expression.hpp"

#include <algorithm>

#include "expression/parser.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

std::unique_ptr<Expression> Expression::compile(std::string_view text, NameResolver& names,
                                                std::vector<ExpressionError>& errors, Check check, Text keep) {
    std::unique_ptr<Expression> result(new Expression());
    result->text_ = text;
    if (keep == Text::copied) {
        result->copy_ = std::make_unique_for_overwrite<char[]>(text.size());
        std::ranges::copy(text, result->copy_.get());
        result->text_ = {result->copy_.get(), text.size()};
    }
    size_t before = errors.size();
    if (auto syntax = parse(result->text_)) {
        Compiler compiler(result->text_, names, errors, check);
        Compiled compiled = compiler.compile(**syntax);
        result->root_ = std::move(compiled.operation);
        result->types_ = compiled.types;
        result->kind_ = compiled.kind;
        result->variable_count_ = compiler.variable_count();
        result->set_names(compiler.used_names());
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

void Expression::set_names(const std::vector<UsedName>& names) {
    if (!names.empty()) {
        names_ = std::make_unique<UsedName[]>(names.size());
        std::ranges::copy(names, names_.get());
        name_count_ = static_cast<uint32_t>(names.size());
    }
}

Expression::Expression(Value constant) : types_(types_of(constant)) {
    root_ = make_constant(std::move(constant));
}

Value Expression::run(const Environment& environment, Value* variables, bool is_condition) const {
    Evaluation evaluation(environment, text_, variables);
    Value value = root_->evaluate(evaluation);
    if (evaluation.is_exhausted() && !value.is_failure()) {
        return evaluation.too_expensive(0);
    }
    if (may_be_unknown(value)) {
        value = value::resolved(std::move(value));
        if (may_be_unknown(value)) {
            return value;  // whoever asked chooses
        }
    }
    if (is_condition && !value.is_bool() && !value.is_failure()) {
        return evaluation.fail(0, "expected a bool, found " + std::string(kind_of(value)), {&value});
    }
    return value;
}

Value Expression::evaluate(const Environment& environment) const {
    if (variable_count_ == 0) {
        return run(environment, nullptr, false);
    }
    std::vector<Value> variables(variable_count_);
    return run(environment, variables.data(), false);
}

Value Expression::evaluate_condition(const Environment& environment) const {
    if (variable_count_ == 0) {
        return run(environment, nullptr, true);
    }
    std::vector<Value> variables(variable_count_);
    return run(environment, variables.data(), true);
}

}  // namespace aiorun::expression
