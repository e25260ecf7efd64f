#include "value/error.hpp"

namespace aiorun::value {

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
