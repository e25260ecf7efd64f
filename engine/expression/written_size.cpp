#include "expression/written_size.hpp"

#include "expression/evaluation.hpp"
#include "value/error.hpp"

namespace aiorun::expression {

std::optional<value::Value> too_large_to_write(const value::Value& value) {
    if (!value.is_list() && !value.is_map()) {
        return std::nullopt;
    }
    const Environment none{};
    Evaluation budget(none, {}, nullptr);
    if (budget.spend_on(value)) {
        return std::nullopt;
    }
    return value::value_error("the value is too large to be written: it has more than " +
                              std::to_string(limits::expression_cost) + " items");
}

}  // namespace aiorun::expression
