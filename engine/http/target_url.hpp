// The URL of one hop, parsed once by libcurl's own parser, so that what is checked is what is connected to.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/address.hpp"
#include "http/curl_handle.hpp"
#include "http/request.hpp"

namespace aiorun::http {

struct TargetUrl {
    UrlOwner handle;     ///< without user, password and fragment
    std::string text;    ///< the same, normalised by libcurl
    std::string origin;  ///< `scheme://host:port`: what "the same origin" compares, and what limits count by
    std::string scheme;
    std::string host;  ///< lower case; IPv6 addresses in brackets
    std::string port;  ///< never empty
    std::string user;
    std::string password;
    bool has_credentials = false;
    Network network = Network::global;  ///< of a host that is an address
};

/// Shared by the transfers that go there; never changed.
using TargetReference = std::shared_ptr<const TargetUrl>;

/// The errors say what is wrong with the URL, and not which one it is.
[[nodiscard]] std::expected<TargetUrl, std::string> parse_url(const Request& request);
/// RFC 3986 5: `location` seen from `base`. Any scheme but http and https is an error.
[[nodiscard]] std::expected<TargetUrl, std::string> resolve_location(const TargetUrl& base,
                                                                     const std::string& location);

/// The URLs that were parsed last: a workflow fetches few of them often.
class UrlCache {
  public:
    [[nodiscard]] std::expected<TargetReference, std::string> parse(const Request& request);

  private:
    std::unordered_map<std::string, TargetReference> known_;
};

}  // namespace aiorun::http
