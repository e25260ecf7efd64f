// Strings: cel-spec's standard functions and the strings extension; indexes count characters.
#include <algorithm>
#include <limits>
#include <optional>

#include "expression/functions/format.hpp"
#include "expression/functions/tables.hpp"
#include "expression/functions/text.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

Value contains(Call& call) {
    return find_text(call.text(0), call.text(1), 0) != std::string_view::npos;
}
Value starts_with(Call& call) {
    return call.text(0).starts_with(call.text(1));
}
Value ends_with(Call& call) {
    return call.text(0).ends_with(call.text(1));
}

template <char first, char last>
Value change_case(Call& call) {
    std::string text(call.text(0));
    for (char& c : text) {
        c = c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c;
    }
    return call.made(std::move(text));
}

Value out_of_range(Call& call, int64_t index, size_t size) {
    return call.fail("index " + std::to_string(index) + " is out of range, the string has " +
                     std::to_string(size) + (size == 1 ? " character" : " characters"));
}

Value char_at(Call& call) {
    size_t size = count_characters(call.text(0));
    int64_t index = call[1].as_int();
    if (index < 0 || static_cast<uint64_t>(index) > size) {
        return out_of_range(call, index, size);
    }
    size_t begin = byte_offset(call.text(0), static_cast<size_t>(index));
    return begin == call.text(0).size()
               ? Value("")
               : Value(call.text(0).substr(begin, character_length(call.text(0), begin)));
}

Value substring(Call& call) {
    std::string_view text = call.text(0);
    size_t size = count_characters(text);
    int64_t begin = call[1].as_int();
    int64_t end = call.size() > 2 ? call[2].as_int() : static_cast<int64_t>(size);
    for (int64_t index : {begin, end}) {
        if (index < 0 || static_cast<uint64_t>(index) > size) {
            return out_of_range(call, index, size);
        }
    }
    if (begin > end) {
        return call.fail("the begin of the range is after its end, index out of range");
    }
    size_t first = byte_offset(text, static_cast<size_t>(begin));
    size_t length = byte_offset(text.substr(first), static_cast<size_t>(end - begin));
    return call.made(std::string(text.substr(first, length)));
}

Value index_of(Call& call) {
    std::string_view text = call.text(0);
    int64_t offset = call.size() > 2 ? call[2].as_int() : 0;
    size_t size = count_characters(text);
    if (offset < 0 || static_cast<uint64_t>(offset) > size) {
        return out_of_range(call, offset, size);
    }
    if (call.text(1).empty()) {
        return offset;
    }
    size_t found = find_text(text, call.text(1), byte_offset(text, static_cast<size_t>(offset)));
    return found == std::string_view::npos
               ? Value(-1)
               : Value(static_cast<int64_t>(count_characters(text.substr(0, found))));
}

Value last_index_of(Call& call) {
    std::string_view text = call.text(0);
    size_t size = count_characters(text);
    int64_t offset = call.size() > 2 ? call[2].as_int() : static_cast<int64_t>(size);
    if (offset < 0 || static_cast<uint64_t>(offset) > size) {
        return out_of_range(call, offset, size);
    }
    if (call.text(1).empty()) {
        return offset;
    }
    // Searching backwards is quadratic at worst.
    if (!call.evaluation.spend(text.size() / 16 * (call.text(1).size() / 16 + 1))) {
        return call.too_expensive();
    }
    size_t found = text.rfind(call.text(1), byte_offset(text, static_cast<size_t>(offset)));
    return found == std::string_view::npos
               ? Value(-1)
               : Value(static_cast<int64_t>(count_characters(text.substr(0, found))));
}

/// How often at most; a negative limit is none.
size_t limit_of(const Call& call, size_t argument) {
    int64_t limit = call.size() > argument ? call[argument].as_int() : -1;
    return limit < 0 ? std::numeric_limits<size_t>::max() : static_cast<size_t>(limit);
}

Value replace(Call& call) {
    std::string_view text = call.text(0);
    std::string_view old = call.text(1);
    size_t limit = limit_of(call, 3);
    std::string result;
    size_t position = 0;
    for (size_t count = 0; count < limit && position <= text.size(); ++count) {
        // An empty text is found before each character and at the end.
        size_t found = old.empty() ? position : find_text(text, old, position);
        if (found == std::string_view::npos) {
            break;
        }
        result.append(text, position, found - position).append(call.text(2));
        if (!call.evaluation.make(call.text(2).size() + 1)) {
            return call.too_expensive();
        }
        position = found + old.size();
        if (old.empty()) {
            if (position == text.size()) {
                return call.made(std::move(result));
            }
            size_t length = character_length(text, position);
            result.append(text, position, length);
            position += length;
        }
    }
    result.append(text, std::min(position, text.size()));
    return call.made(std::move(result));
}

Value split(Call& call) {
    std::string_view text = call.text(0);
    std::string_view separator = call.text(1);
    size_t limit = limit_of(call, 2);
    std::vector<Value> parts;
    size_t position = 0;
    while (parts.size() + 1 < limit) {
        size_t found = separator.empty()
                           ? position + (position < text.size() ? character_length(text, position) : 0)
                           : find_text(text, separator, position);
        if (found == std::string_view::npos || (separator.empty() && found >= text.size())) {
            break;
        }
        if (!call.evaluation.make(found - position + 64)) {
            return call.too_expensive();
        }
        parts.emplace_back(text.substr(position, found - position));
        position = found + separator.size();
    }
    if (limit > 0 && !(separator.empty() && text.empty())) {
        parts.emplace_back(text.substr(position));
    }
    return call.made(std::move(parts));
}

Value join(Call& call) {
    std::string_view separator = call.size() > 1 ? call.text(1) : std::string_view();
    std::string result;
    bool first = true;
    for (const Value& item : call.list(0)) {
        if (!item.is_string()) {
            return call.fail("the items are to be strings, one is " + std::string(kind_of(item)));
        }
        if (!call.evaluation.make(item.as_string().size() + separator.size() + 16)) {
            return call.too_expensive();
        }
        result.append(first ? std::string_view() : separator).append(item.as_string());
        first = false;
    }
    return result;
}

/// Unicode's White_Space.
bool is_space(uint32_t c) {
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

Value trim(Call& call) {
    std::string_view text = call.text(0);
    size_t begin = text.size();
    size_t end = 0;
    for (size_t i = 0; i < text.size(); i += character_length(text, i)) {
        if (!is_space(code_point_at(text, i))) {
            begin = std::min(begin, i);
            end = i + character_length(text, i);
        }
    }
    return begin < end ? call.made(std::string(text.substr(begin, end - begin))) : Value("");
}

Value reverse(Call& call) {
    if (call[0].is_list()) {
        std::vector<Value> items;
        size_t size = call.list(0).size();
        if (!call.evaluation.spend(size)) {
            return call.too_expensive();
        }
        items.reserve(size);
        for (size_t i = size; i > 0; --i) {
            items.push_back(call.list(0)[i - 1]);
        }
        return call.made(std::move(items));
    }
    std::string result;
    std::vector<std::string_view> parts = characters(call.text(0));
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        result += *part;
    }
    return call.made(std::move(result));
}

/// As cel-go's strings.quote: a literal that CEL reads back.
Value quote(Call& call) {
    constexpr std::string_view special = "\a\b\f\n\r\t\v\\\"";
    constexpr std::string_view letters = "abfnrtv\\\"";
    std::string result = "\"";
    for (std::string_view part : characters(call.text(0))) {
        if (size_t at = special.find(part[0]); at != std::string_view::npos) {
            (result += '\\') += letters[at];
        } else {
            result += code_point_at(part, 0) == 0xFFFD ? std::string_view("\xEF\xBF\xBD") : part;
        }
    }
    return call.made(result + "\"");
}

std::string check_format(std::span<const Value* const> arguments) {
    return arguments[0] != nullptr ? check_format_text(arguments[0]->as_string(), arguments[1])
                                   : std::string();
}

Value format(Call& call) {
    return format_text(call);
}

}  // namespace

std::span<const Function> strings() {
    using enum CallStyle;
    constexpr Types text = types::string;
    constexpr Types number = types::integer;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"contains", method, {text, text}, 2, 2, types::boolean,
         "text.contains(part)", "whether the part is in it",
         contains},
        {"startsWith", method, {text, text}, 2, 2, types::boolean,
         "text.startsWith(part)", "whether it begins with the part",
         starts_with},
        {"endsWith", method, {text, text}, 2, 2, types::boolean,
         "text.endsWith(part)", "whether it ends with the part",
         ends_with},
        {"charAt", method, {text, number}, 2, 2, text,
         "text.charAt(index)", "the character at the index; an empty string at the end",
         char_at},
        {"indexOf", method, {text, text, number}, 2, 3, number,
         "text.indexOf(part, from?)", "where the part begins, -1 when it is not in it",
         index_of},
        {"lastIndexOf", method, {text, text, number}, 2, 3, number,
         "text.lastIndexOf(part, from?)", "where the part begins for the last time",
         last_index_of},
        {"substring", method, {text, number, number}, 2, 3, text,
         "text.substring(begin, end?)", "from begin up to, but without, end",
         substring},
        {"replace", method, {text, text, text, number}, 3, 4, text,
         "text.replace(old, new, limit?)", "with all, or at most so many, occurrences replaced",
         replace},
        {"split", method, {text, text, number}, 2, 3, types::list,
         "text.split(separator, limit?)", "its parts; at most so many of them",
         split},
        {"join", method, {types::list, text}, 1, 2, text,
         "list.join(separator?)", "the strings of a list as one",
         join},
        {"trim", method, {text}, 1, 1, text,
         "text.trim()", "without white space at its ends",
         trim},
        {"lowerAscii", method, {text}, 1, 1, text,
         "text.lowerAscii()", "with ASCII letters in lower case",
         change_case<'A', 'Z'>},
        {"upperAscii", method, {text}, 1, 1, text,
         "text.upperAscii()", "with ASCII letters in upper case",
         change_case<'a', 'z'>},
        {"reverse", method, {text | types::list}, 1, 1, text | types::list,
         "value.reverse()", "a string or a list backwards",
         reverse},
        {"strings.quote", function, {text}, 1, 1, text,
         "strings.quote(text)", "the text as a string literal",
         quote},
        {"format", method, {text, types::list}, 2, 2, text,
         "text.format(list)", "with `%s %d %f %e %x %X %o %b %%` filled in; `%.2f` sets the digits",
         format, Purity::pure, false, check_format},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
