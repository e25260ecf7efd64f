// Source: where a run has values from that differ from one run to the next though nothing is wrong: its clocks and its dice.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace aiorun::effects {

enum class Source : uint8_t { elapsed, now, response_time, random, uuid, jitter };

inline constexpr std::array every_source{Source::elapsed, Source::now,  Source::response_time,
                                         Source::random,  Source::uuid, Source::jitter};

/// As a workflow has it: `elapsed()`.
[[nodiscard]] constexpr std::string_view shown(Source source) noexcept {
    constexpr std::array<std::string_view, every_source.size()> names{"elapsed()", "now()",  "response.elapsed",
                                                                      "random()",  "uuid()", "the jitter of retries"};
    return names[static_cast<size_t>(source)];
}

}  // namespace aiorun::effects
