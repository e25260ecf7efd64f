#include "value/error.hpp"

#include <algorithm>

#include "value/limits.hpp"

namespace aiorun::value {

ErrorReference make_group(std::string message, std::vector<ErrorReference> errors) {
    ErrorReference group = make_error(error_type::group, std::move(message));
    group->group_depth = 1;
    for (ErrorReference& error : errors) {
        if (error->group_depth >= limits::group_depth) {
            error = make_error(error_type::runtime, "groups of errors nest deeper than " + std::to_string(limits::group_depth) +
                                                        " levels, the rest is left out");
        }
        group->group_depth = std::max(group->group_depth, error->group_depth + 1);
    }
    group->errors = std::move(errors);
    return group;
}

std::string describe(const Error& error) {
    std::string text = error.type;
    if (!error.message.empty()) {
        text += ": " + error.message;
    }
    if (error.is_group()) {
        text += " [";
        for (size_t i = 0; i < error.errors.size(); ++i) {
            text += (i == 0 ? "" : ", ") + describe(*error.errors[i]);
        }
        text += "]";
    }
    return text;
}

}  // namespace aiorun::value
