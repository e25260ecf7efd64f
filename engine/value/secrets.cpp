#include "value/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::value {
namespace {

constexpr std::string_view standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The characters of a base64 text that `text` alone decides when it begins `offset` bytes after a group of three.
std::string base64_inside(std::string_view text, size_t offset, std::string_view alphabet) {
    std::string bytes = std::string(offset, '\0') + std::string(text);
    std::string encoded;
    size_t bits = bytes.size() * 8;
    // Six bits a character; those that hold bits of what stands before or after are left out.
    for (size_t bit = 0; bit + 6 <= bits; bit += 6) {
        if (bit < offset * 8) {
            continue;
        }
        uint32_t two = static_cast<unsigned char>(bytes[bit / 8]) * 256U;
        two += bit / 8 + 1 < bytes.size() ? static_cast<unsigned char>(bytes[bit / 8 + 1]) : 0U;
        encoded += alphabet[(two >> (10 - bit % 8)) & 63U];
    }
    return encoded;
}

std::string percent_encode(std::string_view text, std::string_view digits) {
    std::string encoded;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

std::string with_spaces_as(std::string encoded, std::string_view space) {
    for (size_t at = encoded.find("%20"); at != std::string::npos; at = encoded.find("%20", at)) {
        encoded.replace(at, 3, space);
        at += space.size();
    }
    return encoded;
}

/// As a text stands in a URL that it was written into: only what no URL may hold is encoded, `/` and `&` stay.
std::string encode_for_url(std::string_view text, std::string_view digits) {
    std::string encoded;
    for (char c : text) {
        bool is_kept = c > ' ' && c < '\x7f';
        encoded += is_kept ? std::string(1, c) : percent_encode({&c, 1}, digits);
    }
    return encoded;
}

struct Range {
    size_t begin;
    size_t end;
};

/// Where messages cut texts off, a part of a secret may be left.
constexpr std::string_view ellipsis = "…";
constexpr size_t shortest_part = 4;

bool is_base64(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("+/-_").find(c) != std::string_view::npos;
}

/// The characters before and after a base64 form that hold some of its bits, and the padding.
Range with_edges(std::string_view text, Range range) {
    if (range.begin > 0 && is_base64(text[range.begin - 1])) {
        --range.begin;
    }
    if (range.end < text.size() && is_base64(text[range.end])) {
        ++range.end;
    }
    while (range.end < text.size() && text[range.end] == '=') {
        ++range.end;
    }
    return range;
}

/// How many bytes at the end of `text` are the start of `needle`, if enough are to give something away.
size_t cut_start(std::string_view text, std::string_view needle) {
    for (size_t count = std::min(text.size(), needle.size()); count >= shortest_part; --count) {
        if (text.ends_with(needle.substr(0, count))) {
            return count;
        }
    }
    return 0;
}

/// The same for the start of `text` and the end of `needle`.
size_t cut_end(std::string_view text, std::string_view needle) {
    for (size_t count = std::min(text.size(), needle.size()); count >= shortest_part; --count) {
        if (text.starts_with(needle.substr(needle.size() - count))) {
            return count;
        }
    }
    return 0;
}

}  // namespace

void Secrets::add(const Value& value) {
    if (value.is_list()) {
        for (const Value& item : value.as_list()) {
            add(item);
        }
    } else if (value.is_map()) {
        for (const auto& [key, item] : value.as_map()) {
            add(item);
        }
    } else if (value.is_string() || value.is_number()) {
        add_text(to_text(value));
        printed_ = needles_.size();  // they are all known before the first credential is
    }
}

void Secrets::add_credential(std::string_view text) {
    constexpr size_t shortest = 6;
    constexpr size_t most = 100;  // each is looked for in every line of the log
    if (text.size() < shortest || credentials_.size() >= most || !credentials_.emplace(text).second) {
        return;
    }
    add_text(text);
}

void Secrets::add_text(std::string_view text) {
    add_forms(text);
    // A key in PEM form is shown line by line as often as whole.
    size_t begin = 0;
    while (text.find('\n') != std::string_view::npos && begin < text.size()) {
        size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        add_forms(line);
        begin = end + 1;
    }
}

void Secrets::add_forms(std::string_view text) {
    if (text.empty()) {
        return;
    }
    add_shown(text);
    // JSON in a text of JSON is escaped once more, and so on.
    constexpr int nested = 4;
    std::string escaped(text);
    for (int level = 0; level < nested; ++level) {
        std::string json;
        append_json_string(json, escaped);
        escaped = json.substr(1, json.size() - 2);
        add_shown(escaped);
    }
    for (std::string_view digits : {"0123456789ABCDEF", "0123456789abcdef"}) {
        for (const std::string& encoded : {percent_encode(text, digits), encode_for_url(text, digits)}) {
            for (std::string_view space : {"%20", "+", " "}) {
                add_needle(with_spaces_as(encoded, space));
            }
        }
    }
    constexpr size_t shortest = 4;  // fewer characters of base64 turn up by chance
    for (size_t offset : {0U, 1U, 2U}) {
        for (std::string_view alphabet : {standard, url_safe}) {
            std::string inside = base64_inside(text, offset, alphabet);
            if (inside.size() >= shortest) {
                add_needle(std::move(inside), Edges::base64);
            }
        }
    }
}

/// The text, and as it is once it was made fit for a terminal.
void Secrets::add_shown(std::string_view text) {
    add_needle(std::string(text));
    for (Whitespace whitespace : {Whitespace::escape, Whitespace::keep}) {
        add_needle(escape_for_terminal(text, whitespace));
    }
}

void Secrets::add_needle(std::string text, Edges edges) {
    if (!text.empty() && std::ranges::find(needles_, text, &Needle::text) == needles_.end()) {
        needles_.push_back({std::move(text), edges});
    }
}

std::string Secrets::mask(std::string text, size_t count) const {
    std::vector<Range> found;
    const std::span<const Needle> needles = std::span(needles_).first(count);
    for (const Needle& needle : needles) {
        for (size_t at = text.find(needle.text); at != std::string::npos; at = text.find(needle.text, at + 1)) {
            Range range{at, at + needle.text.size()};
            found.push_back(needle.edges == Edges::base64 ? with_edges(text, range) : range);
        }
    }
    for (size_t at = text.find(ellipsis); at != std::string::npos; at = text.find(ellipsis, at + ellipsis.size())) {
        size_t behind = at + ellipsis.size();
        std::string_view whole = text;
        for (const Needle& needle : needles) {
            found.push_back({at - cut_start(whole.substr(0, at), needle.text), at});
            found.push_back({behind, behind + cut_end(whole.substr(behind), needle.text)});
        }
    }
    std::erase_if(found, [](const Range& range) { return range.begin == range.end; });
    if (found.empty()) {
        return text;
    }
    std::ranges::sort(found, {}, &Range::begin);
    std::string masked;
    size_t done = 0;
    for (size_t i = 0; i < found.size();) {
        size_t end = found[i].end;
        masked.append(text, done, found[i].begin - done);
        masked += "***";
        // What overlaps or touches is one secret.
        for (++i; i < found.size() && found[i].begin <= end; ++i) {
            end = std::max(end, found[i].end);
        }
        done = end;
    }
    masked.append(text, done);
    return masked;
}

}  // namespace aiorun::value
