#include <algorithm>
#include <array>
#include <vector>

#include "expression/containers.hpp"
#include "expression/function.hpp"
#include "expression/unknown.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

class CallOperation final : public Operation {
  public:
    CallOperation(const Function& function, Operations arguments, uint32_t position)
        : function_(function), arguments_(std::move(arguments)), position_(position) {}

    Value evaluate(Evaluation& evaluation) const override {
        std::array<Value, 4> few;
        std::vector<Value> many;
        if (arguments_.size() > few.size()) {
            many.resize(arguments_.size());
        }
        std::span<Value> values(many.empty() ? few.data() : many.data(), arguments_.size());
        bool is_unknown = false;  // only in a simulation
        for (size_t i = 0; i < values.size(); ++i) {
            values[i] = arguments_[i]->evaluate(evaluation);
            if (values[i].is_failure()) {
                return std::move(values[i]);
            }
            if (may_be_unknown(values[i])) {
                values[i] = known_argument(i, value::settled(std::move(values[i])));
                if (may_be_unknown(values[i])) {
                    is_unknown = true;
                    continue;
                }
            }
            if (Types wanted = function_.parameter(i);
                wanted != types::any && (wanted & types_of(values[i])) == 0) {
                return mismatch(evaluation, i, values[i]);
            }
            // Strings are gone through by nearly all functions; lists and maps are paid for by those that do.
            if (values[i].is_string() && !evaluation.spend(values[i].as_string().size() / 16)) {
                return evaluation.too_expensive(position_);
            }
        }
        if (is_unknown) {
            return call_unknown(function_, values);
        }
        Call call{evaluation, values, function_, position_};
        Value result = function_.call(call);
        if (result.is_failure()) {
            Value unknown = result_unknown(function_, values);
            return unknown.is_null() ? result : unknown;
        }
        return result;
    }

  private:
    /// A number that decides what there is (the items of range(), the characters of a text) has to be one.
    [[nodiscard]] Value known_argument(size_t at, Value value) const {
        value::StandIn* unknown = value::as_unknown(value);
        bool takes_a_number = (function_.parameter(at) & ~types::number) == 0;
        bool gives_neither_number_nor_truth = (function_.result & (types::number | types::boolean)) == 0;
        return unknown != nullptr && takes_a_number && gives_neither_number_nor_truth ? unknown->as_number(1) : value;
    }
    [[nodiscard]] Value mismatch(const Evaluation& evaluation, size_t at, const Value& value) const {
        std::string what = function_.style == CallStyle::method && at == 0 ? " is for " : " takes ";
        return evaluation.fail(position_,
                               std::string(function_.name) + "()" + what + describe(function_.parameter(at)) +
                                   ", found " + std::string(kind_of(value)),
                               {&value});
    }

    const Function& function_;
    Operations arguments_;
    uint32_t position_;
};

}  // namespace

Value Call::fail(std::string_view message) const {
    std::string text = std::string(function.name) + "(): " + std::string(message);
    for (size_t i = 0; i < arguments.size(); ++i) {
        text += (i == 0 ? ": " : ", ") + show(arguments[i]);
    }
    return evaluation.fail(position, std::move(text));
}

Value Call::made(std::string text) const {
    return evaluation.make(text.size()) ? Value(std::move(text)) : too_expensive();
}

Value Call::made(std::vector<Value> items) const {
    return made_list(evaluation, position, std::move(items));
}

OperationPointer make_call(const Function& function, Operations arguments, uint32_t position) {
    return std::make_unique<CallOperation>(function, std::move(arguments), position);
}

}  // namespace aiorun::expression
