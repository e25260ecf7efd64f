#include "effects/origin.hpp"

#include <algorithm>
#include <cctype>

#include "http/url.hpp"
#include "value/stand_in.hpp"

namespace aiorun::effects {

std::string origin_of(std::string_view url) {
    std::string shown = http::shown_url(url);
    size_t host = shown.find("://");
    std::string origin = shown.substr(0, shown.find_first_of("/?#", host == std::string::npos ? 0 : host + 3));
    if (host == std::string::npos || value::has_placeholder(origin)) {
        return origin;
    }
    std::ranges::transform(origin, origin.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    // The port, unless it is the usual one, and without zeros before it.
    size_t colon = origin.find_last_of(":]");
    if (colon <= host || origin[colon] != ':' || origin.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
        return origin;
    }
    std::string port = origin.substr(colon + 1);
    port = port.substr(std::min(port.find_first_not_of('0'), std::max<size_t>(port.size(), 1) - 1));
    bool is_usual = port.empty() || port == (origin.starts_with("https:") ? "443" : "80");
    return origin.substr(0, colon) + (is_usual ? "" : ":" + port);
}

}  // namespace aiorun::effects
