#include "steps/error_types.hpp"

#include <algorithm>

namespace aiorun::steps {

ErrorTypes ErrorTypes::read(const document::Node& node, std::string_view key, const Context& context) {
    ErrorTypes types;
    std::string expected = "\"" + std::string(key) + "\" is the name of an error type or a list of them";
    if (node.is_list() && node.size() == 0) {
        context.error(node, "wrong-value", expected + ", found an empty list", "leave the key out for the default");
    }
    for (size_t i = 0; i < (node.is_list() ? node.size() : 1); ++i) {
        document::Node type = node.is_list() ? node.item(i) : node;
        if (!type.is_string() || type.text().empty()) {
            context.error(type, "wrong-type", expected + ", found " + std::string(type.kind_name()));
            continue;
        }
        types.all_.push_back({std::string(type.text()), type.span()});
    }
    return types;
}

bool ErrorTypes::contains(std::string_view name) const noexcept {
    return std::ranges::find(all_, name, &ErrorType::name) != all_.end();
}

}  // namespace aiorun::steps
