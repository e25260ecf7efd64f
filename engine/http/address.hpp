// Which networks an address belongs to, and whether a policy refuses it.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace aiorun::http {

enum class Network : uint8_t { global, link_local, loopback, private_use };

/// IPv4 and IPv6; IPv4 addresses inside IPv6 ones (mapped, NAT64, SIIT, 6to4) count as what they lead to. Other
/// families are global.
[[nodiscard]] Network classify(const sockaddr& address) noexcept;
/// A numeric address, IPv6 with or without brackets; global when it is none.
[[nodiscard]] Network classify(std::string_view numeric) noexcept;

[[nodiscard]] bool is_refused(const AddressPolicy& policy, Network network) noexcept;
/// What to say of it: `the address 169.254.169.254 is link-local …`.
[[nodiscard]] std::string describe_refusal(std::string_view address, Network network);
/// `127.0.0.1` or `::1`; empty for other families.
[[nodiscard]] std::string to_text(const sockaddr& address);

}  // namespace aiorun::http
