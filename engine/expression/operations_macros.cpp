#include <algorithm>

#include "expression/comparison.hpp"
#include "expression/containers.hpp"
#include "expression/operation.hpp"
#include "expression/optional.hpp"
#include "expression/sorting.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

/// Making an error, which `all` and `exists` may hide, takes as long as so many operations.
constexpr uint64_t failure_cost = 50;

/// What a macro goes through: the items of a list, or the entries of a map.
class Range {
  public:
    explicit Range(const Value& value)
        : list_(value.is_list() ? &value.as_list() : nullptr),
          map_(value.is_map() ? &value.as_map() : nullptr) {}

    [[nodiscard]] bool is_valid() const noexcept { return list_ != nullptr || map_ != nullptr; }
    [[nodiscard]] size_t size() const noexcept { return list_ != nullptr ? list_->size() : map_->size(); }
    void bind(size_t at, const Loop& loop, Value* variables) const {
        if (list_ != nullptr && !loop.two_variables) {
            variables[loop.first_slot] = (*list_)[at];
        } else if (list_ != nullptr) {
            variables[loop.first_slot] = static_cast<int64_t>(at);
            variables[loop.second_slot] = (*list_)[at];
        } else {
            variables[loop.first_slot] = map_->entries()[at].key;
            if (loop.two_variables) {
                variables[loop.second_slot] = map_->entries()[at].value;
            }
        }
    }

  private:
    const value::List* list_;
    const value::Map* map_;
};

class LoopOperation : public Operation {
  public:
    explicit LoopOperation(Loop loop) : loop_(std::move(loop)) {}

    Value evaluate(Evaluation& evaluation) const final {
        Value value = loop_.range->evaluate(evaluation);
        if (value.is_failure()) {
            return value;
        }
        if (value::StandIn* unknown = value::as_stand_in(value)) {
            Value list = unknown->as_list();
            value = list.is_list() ? std::move(list) : value::resolved(std::move(value));
        }
        Range range(value);
        if (!range.is_valid()) {
            return evaluation.fail(loop_.position,
                                   std::string(loop_.name) + "() goes through a list or a map, found " +
                                       std::string(kind_of(value)),
                                   {&value});
        }
        return run(evaluation, range);
    }

  protected:
    virtual Value run(Evaluation& evaluation, const Range& range) const = 0;

    /// Binds the variables of turn `at`; false when the budget is used up.
    [[nodiscard]] bool turn(Evaluation& evaluation, const Range& range, size_t at) const {
        range.bind(at, loop_, evaluation.variables);
        return evaluation.spend(loop_.weight);
    }
    /// A bool, or a failure.
    [[nodiscard]] Value test(Evaluation& evaluation, const Operation& predicate) const {
        return tested(evaluation, predicate.evaluate(evaluation));
    }
    [[nodiscard]] Value tested(Evaluation& evaluation, Value result) const {
        if (result.is_bool() || result.is_failure()) {
            return result;
        }
        if (value::StandIn* unknown = value::as_stand_in(result)) {
            return unknown->as_bool(true);
        }
        return evaluation.fail(loop_.position,
                               "the condition of " + std::string(loop_.name) + "() is to be a bool, found " +
                                   std::string(kind_of(result)),
                               {&result});
    }
    /// True when there is no filter.
    [[nodiscard]] Value filtered(Evaluation& evaluation) const {
        return loop_.filter ? test(evaluation, *loop_.filter) : Value(true);
    }

    Loop loop_;
};

/// `all` when `decisive` is false, `exists` when it is true: they hide errors as `&&` and `||` do.
template <bool decisive>
class Quantifier final : public LoopOperation {
  public:
    using LoopOperation::LoopOperation;

  protected:
    Value run(Evaluation& evaluation, const Range& range) const override {
        Value failure;
        std::vector<Value> unknown;  // of a simulation
        for (size_t i = 0; i < range.size(); ++i) {
            if (!turn(evaluation, range, i)) {
                return evaluation.too_expensive(loop_.position);
            }
            Value result = loop_.body->evaluate(evaluation);
            if (may_be_unknown(result)) {
                result = value::resolved(std::move(result));
                if (may_be_unknown(result)) {
                    unknown.push_back(std::move(result));
                    continue;
                }
            }
            result = tested(evaluation, std::move(result));
            bool paid = !result.is_failure() || evaluation.spend(failure_cost);
            if (!paid || evaluation.is_exhausted()) {
                return evaluation.too_expensive(loop_.position);
            }
            if (result.is_failure()) {
                failure = std::move(result);
            } else if (result.as_bool() == decisive) {
                return decisive;
            }
        }
        if (!unknown.empty()) {
            return all_unknown(std::move(unknown), decisive);
        }
        return failure.is_failure() ? failure : Value(!decisive);
    }
};

class ExistsOne final : public LoopOperation {
  public:
    using LoopOperation::LoopOperation;

  protected:
    Value run(Evaluation& evaluation, const Range& range) const override {
        size_t count = 0;
        for (size_t i = 0; i < range.size(); ++i) {
            if (!turn(evaluation, range, i)) {
                return evaluation.too_expensive(loop_.position);
            }
            Value result = test(evaluation, *loop_.body);
            if (result.is_failure()) {
                return result;
            }
            count += result.as_bool() ? 1 : 0;
        }
        return count == 1;
    }
};

/// `map` and `filter`: the latter's body is its variable.
class MakeList final : public LoopOperation {
  public:
    using LoopOperation::LoopOperation;

  protected:
    Value run(Evaluation& evaluation, const Range& range) const override {
        std::vector<Value> items;
        if (!loop_.filter) {
            // All turns will be taken: a loop that cannot be paid for is refused before it takes any memory.
            if (range.size() > limits::expression_cost / loop_.weight) {
                return evaluation.spend(limits::expression_cost + 1)
                           ? Value()
                           : evaluation.too_expensive(loop_.position);
            }
            items.reserve(range.size());
        }
        for (size_t i = 0; i < range.size(); ++i) {
            if (!turn(evaluation, range, i)) {
                return evaluation.too_expensive(loop_.position);
            }
            Value wanted = filtered(evaluation);
            if (wanted.is_failure()) {
                return wanted;
            }
            if (!wanted.as_bool()) {
                continue;
            }
            Value item = loop_.body->evaluate(evaluation);
            if (item.is_failure()) {
                return item;
            }
            items.push_back(std::move(item));
        }
        return made_list(evaluation, loop_.position, std::move(items));
    }
};

/// `transformMap` keeps the keys, `transformMapEntry` takes the entries of the map that its body gives.
class MakeMap final : public LoopOperation {
  public:
    using LoopOperation::LoopOperation;

  protected:
    Value run(Evaluation& evaluation, const Range& range) const override {
        value::MapBuilder map;
        for (size_t i = 0; i < range.size(); ++i) {
            if (!turn(evaluation, range, i)) {
                return evaluation.too_expensive(loop_.position);
            }
            Value wanted = filtered(evaluation);
            if (wanted.is_failure()) {
                return wanted;
            }
            if (!wanted.as_bool()) {
                continue;
            }
            Value key = evaluation.variables[loop_.first_slot];
            Value item = loop_.body->evaluate(evaluation);
            Value problem = item.is_failure() ? item : add(evaluation, map, std::move(key), item);
            if (problem.is_failure()) {
                return problem;
            }
        }
        return made_map(evaluation, loop_.position, map);
    }

  private:
    Value add(Evaluation& evaluation, value::MapBuilder& map, Value key, const Value& item) const {
        if (loop_.kind == Comprehension::map_entries) {
            return add_entry(evaluation, loop_.position, map, std::move(key), item);
        }
        if (!item.is_map()) {
            return evaluation.fail(
                loop_.position,
                std::string(loop_.name) + "() needs maps to merge, found " + std::string(kind_of(item)),
                {&item});
        }
        for (const value::Map::Entry& entry : item.as_map()) {
            Value problem = evaluation.spend(1)
                                ? add_entry(evaluation, loop_.position, map, entry.key, entry.value)
                                : evaluation.too_expensive(loop_.position);
            if (problem.is_failure()) {
                return problem;
            }
        }
        return {};
    }
};

class SortBy final : public LoopOperation {
  public:
    using LoopOperation::LoopOperation;

  protected:
    Value run(Evaluation& evaluation, const Range& range) const override {
        std::vector<Value> items;
        std::vector<Value> keys;
        bool has_unknown = false;  // only in a simulation
        for (size_t i = 0; i < range.size(); ++i) {
            if (!turn(evaluation, range, i)) {
                return evaluation.too_expensive(loop_.position);
            }
            items.push_back(evaluation.variables[loop_.first_slot]);
            Value key = loop_.body->evaluate(evaluation);
            if (key.is_failure()) {
                return key;
            }
            has_unknown = has_unknown || may_be_unknown(key);
            keys.push_back(std::move(key));
        }
        if (has_unknown) {
            return made_list(evaluation, loop_.position, std::move(items));  // one order is as good as another
        }
        return sorted_by(evaluation, loop_.position, items, keys);
    }
};

class BindingOperation final : public Operation {
  public:
    BindingOperation(Binding kind, uint32_t slot, OperationPointer value, OperationPointer body,
                     uint32_t position)
        : kind_(kind), slot_(slot), value_(std::move(value)), body_(std::move(body)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        Value value = value_->evaluate(evaluation);
        if (value.is_failure()) {
            return value;
        }
        if (kind_ == Binding::plain) {
            evaluation.variables[slot_] = std::move(value);
            return body_->evaluate(evaluation);
        }
        const Optional* optional = as_optional(value);
        if (optional == nullptr) {
            return evaluation.fail(
                position_,
                "optMap() and optFlatMap() are for optionals, found " + std::string(kind_of(value)),
                {&value});
        }
        if (!optional->has_value()) {
            return value;
        }
        evaluation.variables[slot_] = optional->content();
        Value result = body_->evaluate(evaluation);
        if (result.is_failure() || kind_ == Binding::optional_map) {
            return result.is_failure() ? result : make_optional(std::move(result));
        }
        return as_optional(result) != nullptr
                   ? result
                   : evaluation.fail(position_,
                                     "optFlatMap() needs an optional from its expression, found " +
                                         std::string(kind_of(result)),
                                     {&result});
    }

  private:
    Binding kind_;
    uint32_t slot_;
    OperationPointer value_;
    OperationPointer body_;
    uint32_t position_;
};

}  // namespace

OperationPointer make_loop(Loop loop) {
    switch (loop.kind) {
        case Comprehension::all:
            return std::make_unique<Quantifier<false>>(std::move(loop));
        case Comprehension::exists:
            return std::make_unique<Quantifier<true>>(std::move(loop));
        case Comprehension::exists_one:
            return std::make_unique<ExistsOne>(std::move(loop));
        case Comprehension::filter:
        case Comprehension::map:
            return std::make_unique<MakeList>(std::move(loop));
        case Comprehension::map_entries:
        case Comprehension::merge_entries:
            return std::make_unique<MakeMap>(std::move(loop));
        case Comprehension::sort_by:
            return std::make_unique<SortBy>(std::move(loop));
    }
    return nullptr;
}

OperationPointer make_binding(Binding kind, uint32_t slot, OperationPointer value, OperationPointer body,
                              uint32_t position) {
    return std::make_unique<BindingOperation>(kind, slot, std::move(value), std::move(body), position);
}

}  // namespace aiorun::expression
