#include "expression/types.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "expression/optional.hpp"

namespace aiorun::expression {

Types types_of(const value::Value& value) noexcept {
    return as_optional(value) != nullptr ? types::optional : types::of(value.kind());
}

std::string describe(Types set) {
    constexpr auto names = std::to_array<std::pair<Types, std::string_view>>({
        {types::null, "null"},
        {types::boolean, "bool"},
        {types::integer, "int"},
        {types::floating, "double"},
        {types::string, "string"},
        {types::list, "list"},
        {types::map, "map"},
        {types::type, "type"},
        {types::opaque, "handle or shared object"},
        {types::optional, "optional"},
    });
    if (set == types::any) {
        return "any value";
    }
    std::string text;
    for (const auto& [bit, name] : names) {
        if ((set & bit) != 0) {
            text += (text.empty() ? "" : " or ") + std::string(name);
        }
    }
    return text;
}

}  // namespace aiorun::expression
