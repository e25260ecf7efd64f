#include "http/url.hpp"

#include <algorithm>

namespace aiorun::http {
namespace {

constexpr std::string_view hexadecimal = "0123456789ABCDEF";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text, std::string_view space) {
    for (char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else if (c == ' ') {
            out += space;
        } else {
            auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += hexadecimal[byte >> 4U];
            out += hexadecimal[byte & 15U];
        }
    }
}

std::string encode_fields(std::span<const Field> fields, std::string_view space) {
    std::string out;
    for (const Field& field : fields) {
        out += out.empty() ? "" : "&";
        append_encoded(out, field.name, space);
        out += '=';
        append_encoded(out, field.value, space);
    }
    return out;
}

/// RFC 3986 3.1: a letter, then letters, digits, "+", "-", ".", and a colon.
bool has_scheme(std::string_view url) {
    size_t colon = url.find_first_of(":/?#");
    return colon != std::string_view::npos && colon > 0 && url.substr(colon).starts_with("://");
}

}  // namespace

std::string join_url(std::string_view base, std::string_view url) {
    if (base.empty() || has_scheme(url)) {
        return std::string(url);
    }
    base = base.substr(0, base.find('#'));
    size_t query = base.find('?');
    if (url.empty()) {
        return std::string(base);
    }
    if (url.front() == '?') {
        std::string joined(base);
        joined += query == std::string_view::npos ? '?' : '&';
        return joined.append(url.substr(1));
    }
    std::string joined(base.substr(0, query));
    while (joined.ends_with('/')) {
        joined.pop_back();
    }
    joined += '/';
    joined += url.substr(std::min(url.find_first_not_of('/'), url.size()));
    if (query != std::string_view::npos) {
        joined += url.find('?') == std::string_view::npos ? '?' : '&';
        joined += base.substr(query + 1);
    }
    return joined;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    append_encoded(out, text, "%20");
    return out;
}

std::string encode_query(std::span<const Field> fields) {
    return encode_fields(fields, "%20");
}

std::string encode_form(std::span<const Field> fields) {
    return encode_fields(fields, "+");
}

std::string shown_url(std::string_view url) {
    std::string out;
    size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) {
        size_t authority = scheme + 3;
        size_t end = std::min(url.find_first_of("/?#", authority), url.size());
        size_t at = url.substr(authority, end - authority).rfind('@');
        out = url.substr(0, authority);
        url.remove_prefix(at == std::string_view::npos ? authority : authority + at + 1);
    }
    bool cut = url.size() > limits::shown_url;
    for (char c : url.substr(0, limits::shown_url)) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f) {
            out += '%';
            out += hexadecimal[byte >> 4U];
            out += hexadecimal[byte & 15U];
        } else {
            out += c;
        }
    }
    return cut ? out + "…" : out;
}

}  // namespace aiorun::http
