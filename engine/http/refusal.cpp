#include "http/refusal.hpp"

#include <algorithm>

#include "http/address.hpp"
#include "http/check.hpp"
#include "http/proxy.hpp"
#include "http/text.hpp"
#include "http/url.hpp"

namespace aiorun::http {
namespace {

Failure refuse(const Request& request, const std::string& url, const std::string& message) {
    return {FailureKind::value, normal_method(request.method) + " " + shown_url(url) + ": " + message};
}

/// libcurl leads these names to this host without DNS (RFC 6761 6.3).
bool is_localhost(std::string_view host) { return host == "localhost" || host.ends_with(".localhost"); }

/// The address that libcurl will connect to, by the first entry that fits; empty when only DNS knows.
std::string known_address(const Request& request, const TargetUrl& url) {
    auto fits = [&](const Field& entry) {
        return entry.name == "*:" + url.port || equal_ignoring_case(entry.name, url.host + ":" + url.port);
    };
    if (auto found = std::ranges::find_if(request.resolve, fits); found != request.resolve.end()) {
        const std::string& address = found->value;
        return address.starts_with('[') ? address.substr(1, address.size() - 2) : address;
    }
    return is_localhost(url.host) ? "127.0.0.1" : "";
}

}  // namespace

std::optional<Failure> check_address(const AddressPolicy& policy, const TargetUrl& url) {
    if (!is_refused(policy, url.network)) {
        return std::nullopt;
    }
    return Failure{FailureKind::value, describe_refusal(url.host, url.network)};
}

std::optional<Failure> find_refusal(const Request& request) {
    std::expected<TargetUrl, std::string> url = parse_url(request);
    if (!url) {
        return refuse(request, request.url, url.error());
    }
    if (std::optional<Failure> problem = check_address(request.addresses, *url)) {
        return refuse(request, url->text, problem->message);
    }
    // Whoever stands between resolves names itself, and a socket of this machine is no address.
    bool is_direct = request.unix_socket.empty() && choose_proxy(ProxyEnvironment::read(), request, *url).empty();
    std::string address = is_direct ? known_address(request, *url) : "";
    Network network = classify(address);
    if (is_refused(request.addresses, network)) {
        return refuse(request, url->text, describe_refusal(address, network));
    }
    return std::nullopt;
}

}  // namespace aiorun::http
