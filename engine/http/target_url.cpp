#include "http/target_url.hpp"

#include <algorithm>
#include <clocale>

#include "http/text.hpp"
#include "http/url.hpp"

namespace aiorun::http {
namespace {

// Spaces and non-ASCII bytes are encoded, as browsers do; any scheme is parsed, so that the message can name
// it.
constexpr unsigned parse_flags = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME;

constexpr const char* bad_port = "the port is not a number from 1 to 65535";

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    // libcurl 7.88 leaves a text behind also when a host is no internationalised name.
    std::string copy(curl_url_get(url, which, &text, flags) == CURLUE_OK ? text : "");
    curl_free(text);
    return copy;
}

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string refuse_scheme(std::string_view scheme) {
    return "the scheme \"" + std::string(scheme) + "\" is refused, expected http or https";
}

/// `javascript:` and the like, which have no slashes; empty when there is no such thing.
std::string_view foreign_scheme(std::string_view url) {
    size_t colon = url.find_first_of(":/?#");
    if (colon == std::string_view::npos || url[colon] != ':' || !is_token(url.substr(0, colon))) {
        return {};
    }
    std::string_view scheme = url.substr(0, colon);
    return equal_ignoring_case(scheme, "http") || equal_ignoring_case(scheme, "https") ? std::string_view()
                                                                                       : scheme;
}

/// libcurl's own words differ from version to version.
std::string explain(CURLUcode code) {
    switch (code) {
        case CURLUE_BAD_HOSTNAME:
            return ": a character of the host's name is not allowed";
        case CURLUE_BAD_IPV6:
            return ": what stands in brackets is no IPv6 address";
        case CURLUE_BAD_USER:
        case CURLUE_BAD_LOGIN:
        case CURLUE_BAD_PASSWORD:
            return ": its user or password cannot be read";
        case CURLUE_BAD_SLASHES:
            return ": it has too many slashes behind the scheme";
        case CURLUE_URLDECODE:
            return ": what is percent-encoded in the host's name is not allowed";
        default:
            return ", expected such as http://host:port/path";
    }
}

std::string describe(CURLUcode code, const std::string& url) {
    switch (url.empty() ? CURLUE_BAD_SCHEME : code) {
        case CURLUE_BAD_SCHEME:
            return "the URL has no scheme, expected http:// or https:// (or set http.base_url)";
        case CURLUE_BAD_PORT_NUMBER:
            return bad_port;
        case CURLUE_NO_HOST:
            return "the URL has no host";
        default:
            break;
    }
    if (std::any_of(url.begin(), url.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
        return "the URL holds control characters";
    }
    if (url.size() > limits::url) {
        return "the URL is longer than " + std::to_string(limits::url) + " bytes";
    }
    return "the URL is malformed" + explain(code);
}

/// The request's URL with its query fields behind its own query.
std::string with_query(const Request& request) {
    if (request.query.empty()) {
        return request.url;
    }
    std::string text = request.url.substr(0, request.url.find('#'));
    size_t mark = text.find('?');
    bool joins = mark != std::string::npos && mark + 1 < text.size() && !text.ends_with('&');
    return text + (mark == std::string::npos ? "?" : joins ? "&" : "") + encode_query(request.query);
}

/// An internationalised name as DNS knows it (RFC 5891). libcurl takes the text for one in the locale's encoding.
std::string in_punycode(CURLU* url) {
#ifdef CURLU_PUNYCODE
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (utf8 == nullptr) {
        return {};
    }
    locale_t before = uselocale(utf8);
    std::string host = part(url, CURLUPART_HOST, CURLU_PUNYCODE);
    uselocale(before);
    freelocale(utf8);
    return is_ascii(host) ? host : std::string();
#else
    (void)url;
    return {};
#endif
}

/// Takes user, password and fragment out: they are not sent.
void take_out_private_parts(TargetUrl& url) {
    CURLU* handle = url.handle.get();
    url.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
    url.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
    url.has_credentials = !url.user.empty() || !url.password.empty();
    for (CURLUPart which : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT}) {
        curl_url_set(handle, which, nullptr, 0);
    }
}

/// Reads the parts that are needed, and puts them together again: libcurl's own text would take as long as
/// parsing.
std::expected<TargetUrl, std::string> take_apart(TargetUrl url, std::string_view written) {
    CURLU* handle = url.handle.get();
    url.scheme = part(handle, CURLUPART_SCHEME);
    if (url.scheme != "http" && url.scheme != "https") {
        return std::unexpected(refuse_scheme(url.scheme));
    }
    url.host = part(handle, CURLUPART_HOST);
    if (!is_ascii(url.host)) {
        url.host = in_punycode(handle);
        if (url.host.empty() || curl_url_set(handle, CURLUPART_HOST, url.host.c_str(), 0) != CURLUE_OK) {
            return std::unexpected("the host's name is no internationalised name, write it in ASCII (xn--…)");
        }
    }
    if (url.host.empty()) {
        return std::unexpected("the URL has no host");
    }
    std::transform(url.host.begin(), url.host.end(), url.host.begin(), to_lower);
    url.network = classify(url.host);
    if (written.find_first_of("@#") != std::string_view::npos) {
        take_out_private_parts(url);
    }
    url.origin.append(url.scheme).append("://").append(url.host);
    url.text = url.origin;
    url.port = part(handle, CURLUPART_PORT);
    if (url.port.empty()) {
        url.port = url.scheme == "https" ? "443" : "80";
    } else if (url.port == "0") {  // libcurl takes it, and cannot connect
        return std::unexpected(bad_port);
    } else {
        url.text.append(":").append(url.port);
    }
    url.origin.append(":").append(url.port);
    url.text.append(part(handle, CURLUPART_PATH));
    if (std::string query = part(handle, CURLUPART_QUERY); !query.empty()) {
        url.text.append("?").append(query);
    }
    return url;
}

}  // namespace

std::expected<TargetUrl, std::string> parse_url(const Request& request) {
    TargetUrl url;
    url.handle.reset(curl_url());
    std::string text = with_query(request);
    if (text.size() > limits::url || text.find('\0') != std::string::npos) {
        return std::unexpected(describe(CURLUE_MALFORMED_INPUT, text));
    }
    CURLUcode code = curl_url_set(url.handle.get(), CURLUPART_URL, text.c_str(), parse_flags);
    if (code != CURLUE_OK) {
        return std::unexpected(describe(code, text));
    }
    return take_apart(std::move(url), text);
}

std::expected<TargetUrl, std::string> resolve_location(const TargetUrl& base, const std::string& location) {
    TargetUrl url;
    url.handle.reset(curl_url_dup(base.handle.get()));
    CURLUcode code = curl_url_set(url.handle.get(), CURLUPART_URL, location.c_str(), parse_flags);
    if (code != CURLUE_OK) {
        std::string_view scheme = foreign_scheme(location);
        return std::unexpected(scheme.empty() ? describe(code, location) : refuse_scheme(scheme));
    }
    return take_apart(std::move(url), "@");  // what the base had may have come along
}

std::expected<TargetReference, std::string> UrlCache::parse(const Request& request) {
    if (auto found = known_.find(request.url); request.query.empty() && found != known_.end()) {
        return found->second;
    }
    std::expected<TargetUrl, std::string> parsed = parse_url(request);
    if (!parsed) {
        return std::unexpected(std::move(parsed.error()));
    }
    auto target = std::make_shared<const TargetUrl>(std::move(*parsed));
    if (request.query.empty() && request.url.size() <= limits::cached_url) {
        if (known_.size() >= limits::cached_urls) {
            known_.clear();
        }
        known_.emplace(request.url, target);
    }
    return target;
}

}  // namespace aiorun::http
