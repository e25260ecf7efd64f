#include "steps/url_reference.hpp"

#include <algorithm>
#include <cctype>

#include "http/text.hpp"

namespace aiorun::steps {
namespace {

/// The five parts of RFC 3986 3; an optional part keeps its delimiter, so that an empty one differs from
/// none.
struct Parts {
    std::string_view scheme;     // `http:`
    std::string_view authority;  // `//host`
    std::string_view path;
    std::string_view query;  // `?a=b`
};

/// Cuts off what begins the text and lies before the first of `ends`.
std::string_view take(std::string_view& text, std::string_view ends) {
    size_t end = std::min(text.find_first_of(ends), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(end);
    return part;
}

size_t scheme_size(std::string_view url) {
    size_t size = 0;
    while (size < url.size() && (std::isalnum(static_cast<unsigned char>(url[size])) != 0 ||
                                 (size > 0 && std::string_view("+-.").contains(url[size])))) {
        ++size;
    }
    bool starts = !url.empty() && std::isalpha(static_cast<unsigned char>(url[0])) != 0;
    return starts && size < url.size() && url[size] == ':' ? size + 1 : 0;
}

Parts split(std::string_view url) {
    Parts parts;
    url = url.substr(0, url.find('#'));
    parts.scheme = url.substr(0, scheme_size(url));
    url.remove_prefix(parts.scheme.size());
    if (url.starts_with("//")) {
        std::string_view rest = url.substr(2);
        (void)take(rest, "/?");
        parts.authority = url.substr(0, url.size() - rest.size());
        url = rest;
    }
    parts.path = take(url, "?");
    parts.query = url;
    return parts;
}

/// RFC 3986 5.2.4.
std::string remove_dot_segments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        size_t end = std::min(path.find('/', 1), path.size());
        std::string_view segment = path.substr(0, end);
        path.remove_prefix(end);
        bool is_last = path.empty();
        if (segment == "/.") {
            out += is_last ? "/" : "";
        } else if (segment == "/..") {
            out.resize(std::min(out.rfind('/'), out.size()));
            out += is_last ? "/" : "";
        } else {
            out += segment;
        }
    }
    return out;
}

std::string merge_paths(const Parts& base, std::string_view path) {
    size_t slash = base.path.rfind('/');
    std::string merged = slash == std::string_view::npos ? "/" : std::string(base.path.substr(0, slash + 1));
    return merged.append(path);
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), http::to_lower);
    return lower;
}

}  // namespace

std::string resolve_reference(std::string_view base, std::string_view reference) {
    Parts from = split(base);
    Parts to = split(reference);
    std::string scheme(to.scheme.empty() ? from.scheme : to.scheme);
    if (!to.scheme.empty() || !to.authority.empty()) {
        return scheme.append(to.authority).append(remove_dot_segments(to.path)).append(to.query);
    }
    scheme += from.authority;
    if (to.path.empty()) {
        return scheme.append(from.path).append(to.query.empty() ? from.query : to.query);
    }
    std::string path = to.path.starts_with('/') ? std::string(to.path) : merge_paths(from, to.path);
    return scheme.append(remove_dot_segments(path)).append(to.query);
}

std::string scheme_of(std::string_view url) {
    size_t size = scheme_size(url);
    return size == 0 ? "" : lower_case(url.substr(0, size - 1));
}

std::string origin_of(std::string_view url) {
    Parts parts = split(url);
    std::string_view host = parts.authority.substr(std::min<size_t>(2, parts.authority.size()));
    size_t at = host.rfind('@');
    host.remove_prefix(at == std::string_view::npos ? 0 : at + 1);
    std::string origin = lower_case(parts.scheme) + "//" + lower_case(host);
    size_t colon = host.rfind(':');
    bool has_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
    if (has_port && colon + 1 < host.size()) {
        return origin;
    }
    origin.resize(origin.size() - (has_port ? 1 : 0));
    return origin + (lower_case(parts.scheme) == "https:" ? ":443" : ":80");
}

std::string with_user_of(std::string_view from, std::string url) {
    std::string_view authority = split(from).authority;
    size_t at = authority.rfind('@');
    bool has_user = at != std::string_view::npos && split(url).authority.find('@') == std::string_view::npos;
    size_t host = url.find("//");
    if (has_user && host != std::string::npos) {
        url.insert(host + 2, authority.substr(2, at - 1));
    }
    return url;
}

}  // namespace aiorun::steps
