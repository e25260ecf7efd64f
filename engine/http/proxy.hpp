// Which proxy a URL goes through. Decided here and not by libcurl, since the check of addresses has to know.
#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/target_url.hpp"

namespace aiorun::http {

/// http_proxy (lower case only: in CGI, HTTP_PROXY is a request's header), https_proxy, all_proxy, no_proxy.
struct ProxyEnvironment {
    std::string http;
    std::string https;
    std::string all;
    std::string none_for;

    [[nodiscard]] static ProxyEnvironment read();
};

/// The proxy's URL; empty for a direct connection.
[[nodiscard]] std::string choose_proxy(const ProxyEnvironment& environment, const Request& request,
                                       const TargetUrl& url);

/// curl's rules for no_proxy: names with or without a leading dot match themselves and what is below,
/// addresses match exactly or by CIDR, `*` matches all; separated by commas or spaces. A `:port` restricts an
/// entry to that port.
[[nodiscard]] bool is_exempt(std::string_view none_for, const TargetUrl& url);

}  // namespace aiorun::http
