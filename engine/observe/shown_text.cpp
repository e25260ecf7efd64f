#include "observe/shown_text.hpp"

#include <algorithm>

#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

/// Most texts are: they need neither escaping nor a check of their UTF-8.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

}  // namespace

void ShownText::add_json(TextBuffer& out, std::string_view text) const {
    if (secrets_.empty() && is_plain(text)) {
        out.add("\"").add(text).add("\"");
    } else {
        out.add(json(text));
    }
}

std::string ShownText::json(std::string_view text) const {
    std::string escaped;
    value::append_json_string(escaped, value::to_valid_utf8(secrets_.mask(std::string(text))));
    return escaped;
}

std::string ShownText::terminal(std::string_view text) const {
    return value::escape_for_terminal(secrets_.mask(std::string(text)));
}

std::string place_of(const runtime::StepInfo& step) {
    if (step.place.file == nullptr || step.place.line == 0) {
        return {};
    }
    return std::string(step.place.file) + ":" + std::to_string(step.place.line) + ":" + std::to_string(step.place.column);
}

}  // namespace aiorun::observe
