#include "expression/evaluation.hpp"

#include <algorithm>

#include "expression/optional.hpp"
#include "value/error.hpp"
#include "value/json.hpp"

namespace aiorun::expression {
namespace {

constexpr size_t shown_value = 60;
constexpr size_t shown_expression = 120;

/// JSON of a value that stops soon after `limit` bytes: a value may be far too large to be written whole.
void show_into(std::string& out, const value::Value& value, size_t limit) {
    if (out.size() > limit) {
        return;
    }
    if (value.is_string()) {
        value::append_json_string(out, shorten(value.as_string(), limit));
    } else if (value.is_list()) {
        out += '[';
        for (size_t i = 0; i < value.as_list().size() && out.size() <= limit; ++i) {
            out += i == 0 ? "" : ",";
            show_into(out, value.as_list()[i], limit);
        }
        out += ']';
    } else if (value.is_map()) {
        out += '{';
        for (const value::Map::Entry& entry : value.as_map()) {
            if (out.size() > limit) {
                break;
            }
            out += out.back() == '{' ? "" : ",";
            show_into(out, entry.key, limit);
            out += ':';
            show_into(out, entry.value, limit);
        }
        out += '}';
    } else if (const Optional* optional = as_optional(value)) {
        out += optional->has_value() ? "optional.of(" : "optional.none(";
        if (optional->has_value()) {
            show_into(out, optional->content(), limit);
        }
        out += ')';
    } else if (value.is_opaque() || value.kind() == value::Kind::type) {
        out += value.is_opaque() ? value::type_name(value) : value.as_string();
    } else {
        value::append_json(out, value);
    }
}

}  // namespace

std::string shorten(std::string_view text, size_t limit) {
    size_t end = std::min(limit, text.size());
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    std::string result(text.substr(0, end));
    std::ranges::replace_if(result, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return end < text.size() ? result + "…" : result;
}

std::string show(const value::Value& value) {
    std::string text;
    show_into(text, value, shown_value);
    return shorten(text, shown_value + 20);
}

std::string_view kind_of(const value::Value& value) {
    return value.is_null() ? "null" : value::type_name(value);
}

bool Evaluation::make(uint64_t bytes) noexcept {
    if (bytes > bytes_left_) {
        bytes_left_ = 0;
        is_exhausted_ = true;
        return false;
    }
    bytes_left_ -= bytes;
    return spend(bytes / 16);
}

bool Evaluation::spend_on(const value::Value& value) noexcept {
    if (value.is_string()) {
        return spend(value.as_string().size() / 16 + 1);
    }
    if (value.is_list()) {
        for (const value::Value& item : value.as_list()) {
            if (!spend_on(item)) {
                return false;
            }
        }
        return spend(1);
    }
    if (value.is_map()) {
        auto entries = value.as_map().entries();
        return spend(entries.size() + 1) && std::ranges::all_of(entries, [&](const value::Map::Entry& entry) {
                   return spend_on(entry.value);
               });
    }
    return spend(1);
}

std::string Evaluation::place(uint32_t position) const {
    size_t column = 1;
    for (size_t i = 0; i < position && i < text_.size(); ++i) {
        column += (static_cast<unsigned char>(text_[i]) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return ", in ${{ " + shorten(text_, shown_expression) + " }} at " + std::to_string(column);
}

value::Value Evaluation::fail(uint32_t position, std::string message) const {
    return value::value_error(std::move(message) + place(position));
}

value::Value Evaluation::fail(uint32_t position, std::string message,
                              std::initializer_list<const value::Value*> values) const {
    std::string_view separator = ": ";
    for (const value::Value* value : values) {
        message += separator;
        message += show(*value);
        separator = ", ";
    }
    return fail(position, std::move(message));
}

value::Value Evaluation::too_expensive(uint32_t position) const {
    return fail(position,
                "the expression is too expensive: it needs more than " +
                    (bytes_left_ == 0 ? std::to_string(limits::expression_bytes_made >> 20U) + " MiB"
                                      : std::to_string(limits::expression_cost) + " steps"));
}

value::Value Evaluation::placed(value::Value value, uint32_t position) const {
    if (!value.is_failure()) {
        return value;
    }
    const value::Error& error = value.as_failure();
    return value::failure(error.type, error.message + place(position));
}

}  // namespace aiorun::expression
