// Content-Range (RFC 9110 14.4), and what says whether a part belongs to what is there already.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/head.hpp"

namespace aiorun::http {

/// `bytes 100-199/200`, `bytes 100-199/*` and, in a 416, `bytes */200`.
struct ContentRange {
    struct Part {
        uint64_t first = 0;
        uint64_t last = 0;  ///< at least `first`, and below the total
    };
    std::optional<Part> part{};
    std::optional<uint64_t> total{};
};

/// Nothing for a header that is missing or malformed.
[[nodiscard]] std::optional<ContentRange> read_content_range(const Head& head);

/// What If-Range may hold (RFC 9110 13.1.5): a strong ETag, else a date; empty without either.
[[nodiscard]] std::string validator_of(const Head& head);
/// Whether a response is of the state that `validator` stands for, as far as it says anything about it.
[[nodiscard]] bool agrees(const Head& head, std::string_view validator);

}  // namespace aiorun::http
