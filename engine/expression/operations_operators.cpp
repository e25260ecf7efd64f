#include <algorithm>

#include "expression/arithmetic.hpp"
#include "expression/comparison.hpp"
#include "expression/operation.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

/// So many operators in a row are nested operations, which is faster; more of them would need too much stack.
constexpr size_t nested_links = 6;

Value apply(Evaluation& evaluation, const Link& link, const Value& a, const Value& b) {
    return link.operation < Operator::less ? calculate(evaluation, link.operation, link.position, a, b)
                                           : relate(evaluation, link.operation, link.position, a, b);
}

/// One operator between two operands: by far the most frequent, so what two ints give is worked out on the
/// spot.
template <Operator operation>
class Binary final : public Operation {
  public:
    Binary(OperationPointer left, OperationPointer right, uint32_t position)
        : left_(std::move(left)), right_(std::move(right)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        Value left;
        const Value& a = left_.get(evaluation, left);
        if (a.is_failure()) {
            return a;
        }
        Value right;
        const Value& b = right_.get(evaluation, right);
        if (b.is_failure()) {
            return b;
        }
        if constexpr (operation <= Operator::multiply) {
            int64_t result = 0;
            if (a.is_int() && b.is_int() && !overflows(a.as_int(), b.as_int(), result)) {
                return result;
            }
        } else if constexpr (operation >= Operator::less && operation != Operator::in) {
            if (a.is_int() && b.is_int()) {
                return compare(a.as_int(), b.as_int());
            }
        }
        return apply(evaluation, {operation, position_}, a, b);
    }

  private:
    static bool overflows(int64_t a, int64_t b, int64_t& result) {
        switch (operation) {
            case Operator::add:
                return __builtin_add_overflow(a, b, &result);
            case Operator::subtract:
                return __builtin_sub_overflow(a, b, &result);
            default:
                return __builtin_mul_overflow(a, b, &result);
        }
    }
    static bool compare(int64_t a, int64_t b) {
        switch (operation) {
            case Operator::less:
                return a < b;
            case Operator::less_equal:
                return a <= b;
            case Operator::greater:
                return a > b;
            case Operator::greater_equal:
                return a >= b;
            case Operator::equal:
                return a == b;
            default:
                return a != b;
        }
    }

    Operand left_;
    Operand right_;
    uint32_t position_;
};

template <Operator operation>
OperationPointer make_binary(OperationPointer left, OperationPointer right, uint32_t position) {
    return std::make_unique<Binary<operation>>(std::move(left), std::move(right), position);
}

OperationPointer make_binary(OperationPointer left, OperationPointer right, Link link) {
    switch (link.operation) {
        case Operator::add:
            return make_binary<Operator::add>(std::move(left), std::move(right), link.position);
        case Operator::subtract:
            return make_binary<Operator::subtract>(std::move(left), std::move(right), link.position);
        case Operator::multiply:
            return make_binary<Operator::multiply>(std::move(left), std::move(right), link.position);
        case Operator::divide:
            return make_binary<Operator::divide>(std::move(left), std::move(right), link.position);
        case Operator::remainder:
            return make_binary<Operator::remainder>(std::move(left), std::move(right), link.position);
        case Operator::less:
            return make_binary<Operator::less>(std::move(left), std::move(right), link.position);
        case Operator::less_equal:
            return make_binary<Operator::less_equal>(std::move(left), std::move(right), link.position);
        case Operator::greater:
            return make_binary<Operator::greater>(std::move(left), std::move(right), link.position);
        case Operator::greater_equal:
            return make_binary<Operator::greater_equal>(std::move(left), std::move(right), link.position);
        case Operator::equal:
            return make_binary<Operator::equal>(std::move(left), std::move(right), link.position);
        case Operator::not_equal:
            return make_binary<Operator::not_equal>(std::move(left), std::move(right), link.position);
        case Operator::in:
            return make_binary<Operator::in>(std::move(left), std::move(right), link.position);
    }
    return nullptr;
}

/// Many operators in a row, from left to right, without recursion.
class Chain final : public Operation {
  public:
    Chain(Operations operands, std::vector<Link> links)
        : operands_(std::move(operands)), links_(std::move(links)) {}

    Value evaluate(Evaluation& evaluation) const override {
        Value result = operands_[0]->evaluate(evaluation);
        for (size_t i = 0; i < links_.size() && !result.is_failure(); ++i) {
            Value operand = operands_[i + 1]->evaluate(evaluation);
            if (operand.is_failure()) {
                return operand;
            }
            if (result.is_string() && operand.is_string() && links_[i].operation == Operator::add) {
                result = join(evaluation, i, result.as_string(), std::move(operand));
            } else {
                result = apply(evaluation, links_[i], result, operand);
            }
        }
        return result;
    }

  private:
    /// Joins strings as far as they go, so that a long sum of them is not copied again for each; `at` moves
    /// on.
    Value join(Evaluation& evaluation, size_t& at, std::string_view start, Value operand) const {
        std::string text(start);
        while (true) {
            if (!evaluation.make(operand.as_string().size())) {
                return evaluation.too_expensive(links_[at].position);
            }
            text += operand.as_string();
            if (at + 1 == links_.size()) {
                return text;
            }
            operand = operands_[at + 2]->evaluate(evaluation);
            ++at;
            if (operand.is_failure()) {
                return operand;
            }
            if (!operand.is_string()) {
                return apply(evaluation, links_[at], Value(std::move(text)), operand);
            }
        }
    }

    Operations operands_;
    std::vector<Link> links_;
};

class Negate final : public Operation {
  public:
    Negate(OperationPointer operand, uint32_t position) : operand_(std::move(operand)), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override {
        Value value = operand_->evaluate(evaluation);
        return value.is_failure() ? value : negate(evaluation, position_, value);
    }

  private:
    OperationPointer operand_;
    uint32_t position_;
};

class Invert final : public Operation {
  public:
    Invert(OperationPointer operand, uint32_t position) : operand_(std::move(operand)), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override {
        Value value = operand_->evaluate(evaluation);
        if (value.is_bool()) {
            return !value.as_bool();
        }
        if (may_be_unknown(value)) {
            value = value::resolved(std::move(value));
            if (value::StandIn* unknown = value::as_unknown(value)) {
                return invert_unknown(*unknown);
            }
            if (value.is_bool()) {
                return !value.as_bool();
            }
        }
        return value.is_failure()
                   ? value
                   : evaluation.fail(position_, "`!` needs a bool, found " + std::string(kind_of(value)),
                                     {&value});
    }

  private:
    OperationPointer operand_;
    uint32_t position_;
};

/// `&&` when `decisive` is false, `||` when it is true.
template <bool decisive>
class Logical final : public Operation {
  public:
    Logical(Operations operands, uint32_t position) : operands_(std::move(operands)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        Value failure;
        std::vector<Value> unknown;  // of a simulation
        for (const OperationPointer& operand : operands_) {
            Value value = operand->evaluate(evaluation);
            if (may_be_unknown(value)) {
                value = value::resolved(std::move(value));
            }
            if (may_be_unknown(value)) {
                unknown.push_back(std::move(value));
            } else if (value.is_bool()) {
                if (value.as_bool() == decisive) {
                    return decisive;
                }
            } else if (!failure.is_failure()) {
                failure = value.is_failure() ? std::move(value) : not_bool(evaluation, value);
            }
            if (evaluation.is_exhausted()) {
                break;
            }
        }
        if (!unknown.empty()) {
            return all_unknown(std::move(unknown), decisive);
        }
        return failure.is_failure() ? failure : Value(!decisive);
    }

  private:
    [[nodiscard]] Value not_bool(const Evaluation& evaluation, const Value& value) const {
        return evaluation.fail(
            position_,
            std::string(decisive ? "`||`" : "`&&`") + " needs bools, found " + std::string(kind_of(value)),
            {&value});
    }

    Operations operands_;
    uint32_t position_;
};

class Conditional final : public Operation {
  public:
    Conditional(Operations operands, uint32_t position)
        : operands_(std::move(operands)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        for (size_t i = 0; i + 1 < operands_.size(); i += 2) {
            Value condition = operands_[i]->evaluate(evaluation);
            if (condition.is_failure()) {
                return condition;
            }
            if (value::StandIn* unknown = value::as_stand_in(condition)) {
                bool is_wanted = unknown->assumptions()->count_visit(this, unknown->question()) % 2 == 0;
                condition = unknown->as_bool(is_wanted);  // in turn, so that loops which wait for it end
            }
            if (!condition.is_bool()) {
                return evaluation.fail(position_,
                                       "`?` needs a bool before it, found " + std::string(kind_of(condition)),
                                       {&condition});
            }
            if (condition.as_bool()) {
                return operands_[i + 1]->evaluate(evaluation);
            }
        }
        return operands_.back()->evaluate(evaluation);
    }

  private:
    Operations operands_;
    uint32_t position_;
};

}  // namespace

OperationPointer make_chain(Operations operands, std::vector<Link> links) {
    bool only_adds =
        std::ranges::all_of(links, [](const Link& link) { return link.operation == Operator::add; });
    if (links.size() > nested_links || (links.size() > 1 && only_adds)) {
        return std::make_unique<Chain>(std::move(operands), std::move(links));
    }
    OperationPointer result = std::move(operands[0]);
    for (size_t i = 0; i < links.size(); ++i) {
        result = make_binary(std::move(result), std::move(operands[i + 1]), links[i]);
    }
    return result;
}
OperationPointer make_negate(OperationPointer operand, uint32_t position) {
    return std::make_unique<Negate>(std::move(operand), position);
}
OperationPointer make_invert(OperationPointer operand, uint32_t position) {
    return std::make_unique<Invert>(std::move(operand), position);
}
OperationPointer make_all_of(Operations operands, uint32_t position) {
    return std::make_unique<Logical<false>>(std::move(operands), position);
}
OperationPointer make_any_of(Operations operands, uint32_t position) {
    return std::make_unique<Logical<true>>(std::move(operands), position);
}
OperationPointer make_conditional(Operations operands, uint32_t position) {
    return std::make_unique<Conditional>(std::move(operands), position);
}

}  // namespace aiorun::expression
