// Sizes as users write them: a number of bytes, or `64MiB`, `10 MB`, `1.5k`.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "steps/operand.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

struct ByteSize {
    uint64_t bytes = 0;
};

/// KiB, MiB, GiB, TiB count in 1024s, as K, M, G, T do (curl's `--limit-rate`); kB, MB, GB, TB in 1000s.
/// Upper and lower case are the same. The error says what was expected.
[[nodiscard]] std::expected<ByteSize, std::string> parse_byte_size(std::string_view text);
/// The same for a value: text, or a whole number of bytes.
template <>
[[nodiscard]] std::expected<ByteSize, std::string> convert<ByteSize>(const Value& value);

}  // namespace aiorun::steps
