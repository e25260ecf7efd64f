#include "effects/origin.hpp"

#include "http/url.hpp"

namespace aiorun::effects {

std::string origin_of(std::string_view url) {
    std::string shown = http::shown_url(url);
    size_t host = shown.find("://");
    return shown.substr(0, shown.find_first_of("/?#", host == std::string::npos ? 0 : host + 3));
}

}  // namespace aiorun::effects
