#include "http/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace aiorun::http {
namespace {

using Bytes4 = std::array<uint8_t, 4>;
using Bytes16 = std::array<uint8_t, 16>;

Network classify(const Bytes4& ip) {
    if (ip[0] == 169 && ip[1] == 254) {  // RFC 3927
        return Network::link_local;
    }
    if (ip[0] == 127 || ip[0] == 0) {  // 0.0.0.0 leads to this host as well
        return Network::loopback;
    }
    bool shared = ip[0] == 100 && (ip[1] & 0xc0U) == 64;  // RFC 6598: behind a carrier's NAT
    if (ip[0] == 10 || (ip[0] == 172 && (ip[1] & 0xf0U) == 16) || (ip[0] == 192 && ip[1] == 168) || shared) {
        return Network::private_use;
    }
    return Network::global;
}

Bytes4 embedded(const Bytes16& ip, size_t offset) {
    return {ip[offset], ip[offset + 1], ip[offset + 2], ip[offset + 3]};
}

template <size_t length>
bool starts_with(const Bytes16& ip, const std::array<uint8_t, length>& prefix) {
    return std::equal(prefix.begin(), prefix.end(), ip.begin());
}

/// What a prefix for NAT64 of a network's own leads to. Where in it the IPv4 address begins is that network's choice
/// (RFC 6052 2.2, byte 8 is left out), so that the strictest of what it may mean counts.
Network classify_translated(const Bytes16& ip) {
    const std::array<Bytes4, 4> places{{{ip[6], ip[7], ip[9], ip[10]},
                                        {ip[7], ip[9], ip[10], ip[11]},
                                        {ip[9], ip[10], ip[11], ip[12]},
                                        embedded(ip, 12)}};
    Network strictest = Network::global;
    for (const Bytes4& place : places) {
        Network network = place[0] == 0 ? Network::global : classify(place);
        bool stricter = strictest == Network::global || network == Network::link_local;
        strictest = stricter ? network : strictest;
    }
    return strictest;
}

Network classify(const Bytes16& ip) {
    constexpr std::array<uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr std::array<uint8_t, 12> translated{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    constexpr std::array<uint8_t, 12> stateless{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0};  // RFC 2765
    constexpr std::array<uint8_t, 6> translated_locally{0, 0x64, 0xff, 0x9b, 0, 1};          // RFC 8215
    constexpr std::array<uint8_t, 12> zeros{};
    constexpr Bytes16 metadata{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0,    0,
                               0,    0,    0,    0,    0, 0, 0x02, 0x54};  // fd00:ec2::254
    if (starts_with(ip, zeros) && ip[12] == 0 && ip[13] == 0 && ip[14] == 0 && ip[15] <= 1) {  // :: and ::1
        return Network::loopback;
    }
    if (starts_with(ip, mapped) || starts_with(ip, translated) || starts_with(ip, stateless) ||
        starts_with(ip, zeros)) {
        return classify(embedded(ip, 12));
    }
    if (starts_with(ip, translated_locally)) {
        return classify_translated(ip);
    }
    if (ip[0] == 0x20 && ip[1] == 0x02) {  // 6to4, RFC 3056
        return classify(embedded(ip, 2));
    }
    if ((ip[0] == 0xfe && (ip[1] & 0xc0U) == 0x80) || ip == metadata) {
        return Network::link_local;
    }
    bool unique_local = (ip[0] & 0xfeU) == 0xfc;                 // RFC 4193
    bool site_local = ip[0] == 0xfe && (ip[1] & 0xc0U) == 0xc0;  // RFC 3879
    return unique_local || site_local ? Network::private_use : Network::global;
}

}  // namespace

Network classify(const sockaddr& address) noexcept {
    if (address.sa_family == AF_INET) {
        Bytes4 ip{};
        std::memcpy(ip.data(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr, ip.size());
        return classify(ip);
    }
    if (address.sa_family == AF_INET6) {
        Bytes16 ip{};
        std::memcpy(ip.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, ip.size());
        return classify(ip);
    }
    return Network::global;
}

Network classify(std::string_view numeric) noexcept {
    bool may_be = numeric.find(':') != std::string_view::npos ||
                  (!numeric.empty() && numeric.front() >= '0' && numeric.front() <= '9');
    if (!may_be) {
        return Network::global;
    }
    if (numeric.starts_with('[') && numeric.ends_with(']')) {
        numeric = numeric.substr(1, numeric.size() - 2);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    numeric = numeric.substr(0, numeric.find('%'));  // a zone
    if (numeric.size() >= text.size()) {
        return Network::global;
    }
    std::copy(numeric.begin(), numeric.end(), text.begin());
    Bytes4 ip4{};
    Bytes16 ip6{};
    if (inet_pton(AF_INET, text.data(), ip4.data()) == 1) {
        return classify(ip4);
    }
    return inet_pton(AF_INET6, text.data(), ip6.data()) == 1 ? classify(ip6) : Network::global;
}

bool is_refused(const AddressPolicy& policy, Network network) noexcept {
    switch (network) {
        case Network::global:
            return false;
        case Network::link_local:
            return !policy.allow.link_local;
        case Network::loopback:
            return policy.deny.loopback && !policy.allow.loopback;
        case Network::private_use:
            return policy.deny.private_use && !policy.allow.private_use;
    }
    return false;
}

std::string describe_refusal(std::string_view address, Network network) {
    std::string text = "the address " + std::string(address);
    if (network == Network::link_local) {
        return text + " is link-local (cloud metadata) and refused; set `allow: [link_local]` if it is meant";
    }
    return text + (network == Network::loopback ? " is loopback" : " is private") + " and refused by `deny`";
}

std::string to_text(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* ip = nullptr;
    if (address.sa_family == AF_INET) {
        ip = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    } else if (address.sa_family == AF_INET6) {
        ip = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    } else {
        return {};
    }
    return inet_ntop(address.sa_family, ip, text.data(), text.size()) == nullptr ? std::string()
                                                                                 : text.data();
}

}  // namespace aiorun::http
