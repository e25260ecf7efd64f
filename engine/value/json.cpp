#include "value/json.hpp"

#ifdef __clang__
// RapidJSON 1.1 adds an offset to the null pointer of its empty stack, which does no harm but stops UBSan.
#pragma clang attribute push(__attribute__((no_sanitize("pointer-overflow"))), apply_to = function)
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#ifdef __clang__
#pragma clang attribute pop
#endif

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unordered_map>

#include "value/limits.hpp"
#include "value/stand_in.hpp"

namespace aiorun::value {
namespace {

/// Receives RapidJSON's events. Open containers lie on one stack; keys that repeat are shared.
class Builder {
  public:
    bool Null() { return add(Value()); }
    bool Bool(bool value) { return add(Value(value)); }
    bool Int(int value) { return add(Value(int64_t{value})); }
    bool Uint(unsigned value) { return add(Value(int64_t{value})); }
    bool Int64(int64_t value) { return add(Value(value)); }
    bool Uint64(uint64_t value) {
        return add(value <= INT64_MAX ? Value(static_cast<int64_t>(value)) : Value(static_cast<double>(value)));
    }
    bool Double(double value) { return add(Value(value)); }
    bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
    bool String(const char* text, rapidjson::SizeType size, bool) { return add(Value(std::string(text, size))); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        std::string_view key(text, size);
        auto found = keys_.find(key);
        if (found == keys_.end()) {
            Value owned{key};
            found = keys_.emplace(owned.as_string(), owned).first;
        }
        return add(found->second);
    }
    bool StartObject() { return open(); }
    bool StartArray() { return open(); }
    bool EndObject(rapidjson::SizeType) {
        size_t begin = close();
        MapBuilder map;
        for (size_t i = begin; i < stack_.size(); i += 2) {
            map.set(std::move(stack_[i]), std::move(stack_[i + 1]));
        }
        stack_.resize(begin);
        return add(map.build());
    }
    bool EndArray(rapidjson::SizeType) {
        size_t begin = close();
        auto first = stack_.begin() + static_cast<std::ptrdiff_t>(begin);
        std::vector<Value> items(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
        stack_.resize(begin);
        return add(make_list(std::move(items)));
    }
    [[nodiscard]] Value result() { return std::move(stack_.front()); }

  private:
    bool add(Value value) {
        stack_.push_back(std::move(value));
        return true;
    }
    bool open() {
        open_.push_back(stack_.size());
        return open_.size() <= limits::json_depth;
    }
    size_t close() {
        size_t begin = open_.back();
        open_.pop_back();
        return begin;
    }

    std::vector<Value> stack_;
    std::vector<size_t> open_;
    std::unordered_map<std::string_view, Value> keys_;
};

std::string message_of(const rapidjson::ParseResult& result) {
    if (result.Code() == rapidjson::kParseErrorTermination) {
        return "nested more than " + std::to_string(limits::json_depth) + " levels deep";
    }
    std::string text = rapidjson::GetParseError_En(result.Code());
    if (!text.empty() && text.back() == '.') {
        text.pop_back();
    }
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

void append_container(std::string& out, const Value& value, int indent);

void append_scalar(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::unbound:
        case Kind::null: out += "null"; break;
        case Kind::boolean: out += value.as_bool() ? "true" : "false"; break;
        case Kind::integer: out += std::to_string(value.as_int()); break;
        case Kind::number: append_double(out, value.as_double()); break;
        case Kind::type:
        case Kind::string: append_json_string(out, value.as_string()); break;
        default:
            if (const StandIn* stand_in = as_stand_in(value)) {
                append_json(out, stand_in->shown());
            } else {
                append_json_string(out, type_name(value));
            }
            break;
    }
}

/// A negative indent means compact.
void append_value(std::string& out, const Value& value, int indent) {
    if (value.is_list() || value.is_map()) {
        append_container(out, value, indent);
    } else {
        append_scalar(out, value);
    }
}

void line_break(std::string& out, int indent) {
    if (indent >= 0) {
        out += '\n';
        out.append(static_cast<size_t>(indent) * 2, ' ');
    }
}

void append_key(std::string& out, const Value& key, bool pretty) {
    if (key.is_string()) {
        append_json_string(out, key.as_string());
    } else {
        append_json_string(out, to_text(key));
    }
    out += pretty ? ": " : ":";
}

void append_container(std::string& out, const Value& value, int indent) {
    bool is_map = value.is_map();
    size_t size = is_map ? value.as_map().size() : value.as_list().size();
    int inner = indent < 0 ? -1 : indent + 1;
    out += is_map ? '{' : '[';
    for (size_t i = 0; i < size; ++i) {
        if (i > 0) {
            out += ',';
        }
        line_break(out, inner);
        if (is_map) {
            const Map::Entry& entry = value.as_map().entries()[i];
            append_key(out, entry.key, indent >= 0);
            append_value(out, entry.value, inner);
        } else {
            append_value(out, value.as_list()[i], inner);
        }
    }
    if (size > 0) {
        line_break(out, indent);
    }
    out += is_map ? '}' : ']';
}

}  // namespace

std::expected<Value, JsonError> parse_json(std::string_view text) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>> reader;
    Builder builder;
    constexpr unsigned flags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseIterativeFlag;
    rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
    if (!result) {
        return std::unexpected(JsonError{message_of(result), result.Offset()});
    }
    return builder.result();
}

void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        return;
    }
    std::array<char, 32> buffer{};
    // The shortest digits in either form; fixed between 1e-4 and 1e16, as Python's repr has it.
    double magnitude = std::fabs(number);
    bool fixed = number == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
    auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                             fixed ? std::chars_format::fixed : std::chars_format::scientific)
                   .ptr;
    std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
    out += text;
    if (fixed && text.find('.') == std::string_view::npos) {
        out += ".0";
    }
}

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    size_t plain = 0;  // start of what needs no escape
    for (size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        out.append(text, plain, i - plain);
        plain = i + 1;
        switch (byte) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            default:
                out += "\\u00";
                out += digits[byte >> 4U];
                out += digits[byte & 15U];
        }
    }
    out.append(text, plain);
    out += '"';
}

void append_json(std::string& out, const Value& value) { append_value(out, value, -1); }

std::string to_json(const Value& value) {
    std::string out;
    append_json(out, value);
    return out;
}

std::string to_pretty_json(const Value& value) {
    std::string out;
    append_value(out, value, 0);
    return out;
}

std::string to_text(const Value& value) {
    if (const StandIn* stand_in = as_stand_in(value)) {
        return to_text(stand_in->shown());
    }
    bool is_plain = value.is_string() || value.kind() == Kind::type;
    return is_plain ? std::string(value.as_string()) : to_json(value);
}

}  // namespace aiorun::value
