#include "expression/access.hpp"
#include "expression/containers.hpp"
#include "expression/operation.hpp"
#include "expression/optional.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

Value not_optional(const Evaluation& evaluation, uint32_t position, const Value& value) {
    return evaluation.fail(
        position, "`?` before an item needs an optional, found " + std::string(kind_of(value)), {&value});
}

class ListLiteral final : public Operation {
  public:
    ListLiteral(Operations items, std::vector<bool> optional, uint32_t position)
        : items_(std::move(items)), optional_(std::move(optional)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        std::vector<Value> values;
        values.reserve(items_.size());
        for (size_t i = 0; i < items_.size(); ++i) {
            Value item = items_[i]->evaluate(evaluation);
            if (item.is_failure()) {
                return item;
            }
            if (!optional_[i]) {
                values.push_back(std::move(item));
                continue;
            }
            const Optional* optional = as_optional(item);
            if (optional == nullptr) {
                return not_optional(evaluation, position_, item);
            }
            if (optional->has_value()) {
                values.push_back(optional->content());
            }
        }
        return made_list(evaluation, position_, std::move(values));
    }

  private:
    Operations items_;
    std::vector<bool> optional_;
    uint32_t position_;
};

class MapLiteral final : public Operation {
  public:
    MapLiteral(Operations items, std::vector<bool> optional, uint32_t position)
        : items_(std::move(items)), optional_(std::move(optional)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        value::MapBuilder map;
        for (size_t i = 0; i < items_.size(); i += 2) {
            Value key = items_[i]->evaluate(evaluation);
            if (key.is_failure()) {
                return key;
            }
            Value item = items_[i + 1]->evaluate(evaluation);
            if (item.is_failure()) {
                return item;
            }
            if (optional_[i / 2]) {
                const Optional* optional = as_optional(item);
                if (optional == nullptr) {
                    return not_optional(evaluation, position_, item);
                }
                if (!optional->has_value()) {
                    continue;
                }
                item = Value(optional->content());
            }
            Value problem = add_entry(evaluation, position_, map, std::move(key), std::move(item));
            if (problem.is_failure()) {
                return problem;
            }
        }
        return made_map(evaluation, position_, map);
    }

  private:
    Operations items_;
    std::vector<bool> optional_;
    uint32_t position_;
};

class Select final : public Operation {
  public:
    Select(OperationPointer target, std::string_view name, Access access, uint32_t position)
        : target_(std::move(target)), name_(name), access_(access), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override {
        Value storage;
        const Value& target = target_.get(evaluation, storage);
        return target.is_failure() ? target : select(evaluation, position_, target, name_, access_);
    }
    bool is_place() const noexcept override { return access_ == Access::required && target_.is_place(); }
    const Value* peek(Evaluation& evaluation) const override {
        const Value* target = target_.peek(evaluation);
        const Value* found =
            target != nullptr && target->is_map() ? target->as_map().find(name_.as_string()) : nullptr;
        return found != nullptr && !found->is_null() ? found : nullptr;  // select() knows what null may mean
    }

  private:
    Operand target_;
    Value name_;
    Access access_;
    uint32_t position_;
};

class Index final : public Operation {
  public:
    Index(OperationPointer target, OperationPointer index, Access access, uint32_t position)
        : target_(std::move(target)), index_(std::move(index)), access_(access), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override {
        Value target_storage;
        const Value& target = target_.get(evaluation, target_storage);
        if (target.is_failure()) {
            return target;
        }
        Value key_storage;
        const Value& key = index_.get(evaluation, key_storage);
        return key.is_failure() ? key : index(evaluation, position_, target, key, access_);
    }

  private:
    Operand target_;
    Operand index_;
    Access access_;
    uint32_t position_;
};

}  // namespace

OperationPointer make_list(Operations items, std::vector<bool> optional, uint32_t position) {
    return std::make_unique<ListLiteral>(std::move(items), std::move(optional), position);
}
OperationPointer make_map(Operations items, std::vector<bool> optional, uint32_t position) {
    return std::make_unique<MapLiteral>(std::move(items), std::move(optional), position);
}
OperationPointer make_select(OperationPointer target, std::string_view name, Access access,
                             uint32_t position) {
    return std::make_unique<Select>(std::move(target), name, access, position);
}
OperationPointer make_index(OperationPointer target, OperationPointer index, Access access,
                            uint32_t position) {
    return std::make_unique<Index>(std::move(target), std::move(index), access, position);
}

}  // namespace aiorun::expression
