// Whether the program is built with AddressSanitizer, which takes memory and descriptors of its own.
#pragma once

namespace aiorun {

#if defined(__SANITIZE_ADDRESS__)  // g++
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
inline constexpr bool is_sanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace aiorun
