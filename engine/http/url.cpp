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

/// Where host and port, and before them user and password, begin. A path has none, and then that is of no matter.
size_t authority_start(std::string_view url) {
    size_t slashes = url.starts_with("//") ? 0 : has_scheme(url) ? url.find("://") + 1 : std::string_view::npos;
    return slashes == std::string_view::npos ? 0 : slashes + 2;
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

std::string percent_decode(std::string_view text) {
    auto digit = [](char c) {
        size_t at = hexadecimal.find(c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c);
        return at == std::string_view::npos ? 16U : static_cast<unsigned>(at);
    };
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        bool coded = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) < 16 && digit(text[i + 2]) < 16;
        out += coded ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        i += coded ? 2 : 0;
    }
    return out;
}

std::string_view userinfo(std::string_view url) {
    std::string_view authority = url.substr(authority_start(url));
    authority = authority.substr(0, authority.find_first_of("/?#"));
    size_t at = authority.rfind('@');
    return at == std::string_view::npos ? std::string_view() : authority.substr(0, at);
}

std::string shown_url(std::string_view url) {
    std::string_view hidden = userinfo(url);
    if (hidden.empty()) {
        return shown_text(url);
    }
    auto start = static_cast<size_t>(hidden.data() - url.data());
    return shown_text(std::string(url.substr(0, start)).append(url.substr(start + hidden.size() + 1)));
}

std::string shown_text(std::string_view url) {
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
