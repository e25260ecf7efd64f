#include "http/proxy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "http/text.hpp"

namespace aiorun::http {
namespace {

std::string from_environment(const char* lower, const char* upper) {
    const char* text = std::getenv(lower);
    if (text == nullptr && upper != nullptr) {
        text = std::getenv(upper);
    }
    return text == nullptr ? std::string() : text;
}

std::string_view without_brackets(std::string_view host) {
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

struct Address {
    std::array<unsigned char, 16> bytes{};
    unsigned bits = 0;  // 32, 128, or 0 for no address
};

Address parse_address(std::string_view text) {
    Address address;
    std::string copy(text);
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
        address.bits = 32;
    } else if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
        address.bits = 128;
    }
    return address;
}

bool in_network(const Address& address, std::string_view entry) {
    size_t slash = entry.find('/');
    Address network = parse_address(without_brackets(entry.substr(0, slash)));
    unsigned length = network.bits;
    if (slash != std::string_view::npos) {
        std::string_view digits = entry.substr(slash + 1);
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (error != std::errc() || length > network.bits) {
            return false;
        }
    }
    if (network.bits == 0 || network.bits != address.bits) {
        return false;
    }
    for (unsigned bit = 0; bit < length; ++bit) {
        unsigned mask = 0x80U >> (bit % 8);
        if ((address.bytes[bit / 8] & mask) != (network.bytes[bit / 8] & mask)) {
            return false;
        }
    }
    return true;
}

bool is_below(std::string_view host, std::string_view domain) {
    if (domain.starts_with('.')) {
        domain.remove_prefix(1);
    }
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    if (domain.empty() || host.size() < domain.size()) {
        return false;
    }
    size_t rest = host.size() - domain.size();
    return equal_ignoring_case(host.substr(rest), domain) && (rest == 0 || host[rest - 1] == '.');
}

bool matches(std::string_view entry, const TargetUrl& url, const Address& address) {
    if (entry == "*") {
        return true;
    }
    size_t colon = entry.rfind(':');
    if (colon != std::string_view::npos && colon > 0 &&
        (entry.find(':') == colon || entry[colon - 1] == ']')) {
        if (entry.substr(colon + 1) != url.port) {
            return false;
        }
        entry = entry.substr(0, colon);
    }
    return address.bits != 0 ? in_network(address, entry) : is_below(url.host, entry);
}

}  // namespace

ProxyEnvironment ProxyEnvironment::read() {
    return {from_environment("http_proxy", nullptr), from_environment("https_proxy", "HTTPS_PROXY"),
            from_environment("all_proxy", "ALL_PROXY"), from_environment("no_proxy", "NO_PROXY")};
}

bool is_exempt(std::string_view none_for, const TargetUrl& url) {
    Address address = parse_address(without_brackets(url.host));
    while (!none_for.empty()) {
        size_t end = std::min(none_for.find_first_of(", \t"), none_for.size());
        std::string_view entry = none_for.substr(0, end);
        if (!entry.empty() && matches(entry, url, address)) {
            return true;
        }
        none_for.remove_prefix(std::min(end + 1, none_for.size()));
    }
    return false;
}

std::string choose_proxy(const ProxyEnvironment& environment, const Request& request, const TargetUrl& url) {
    if (request.proxy) {
        return *request.proxy;
    }
    if (!request.unix_socket.empty()) {
        return {};
    }
    const std::string& own = url.scheme == "https" ? environment.https : environment.http;
    const std::string& proxy = own.empty() ? environment.all : own;
    return proxy.empty() || is_exempt(environment.none_for, url) ? std::string() : proxy;
}

}  // namespace aiorun::http
