// What the server does on a connection in answer to one request, as data: a list of actions, played in order.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace aiorun::test_server {

struct Action {
    enum class Kind : uint8_t {
        send,    ///< `bytes`
        fill,    ///< `count` bytes of a pattern that depends only on the position
        pause,   ///< `time`
        close,   ///< orderly
        reset,   ///< TCP RST
        tunnel,  ///< to the host and port in `bytes` (CONNECT)
    };
    Kind kind = Kind::send;
    std::string bytes{};
    uint64_t count = 0;
    uint64_t position = 0;
    std::chrono::milliseconds time{0};
};

using Script = std::vector<Action>;

/// The byte of the pattern at `position`; printable.
[[nodiscard]] constexpr char pattern(uint64_t position) {
    return static_cast<char>('a' + (position + position / 26) % 26);
}

inline Action send(std::string bytes) {
    return {.kind = Action::Kind::send, .bytes = std::move(bytes)};
}
inline Action fill(uint64_t count, uint64_t position = 0) {
    return {.kind = Action::Kind::fill, .count = count, .position = position};
}
inline Action pause(int64_t milliseconds) {
    return {.kind = Action::Kind::pause, .time = std::chrono::milliseconds(milliseconds)};
}
inline Action close() {
    return {.kind = Action::Kind::close};
}
inline Action reset() {
    return {.kind = Action::Kind::reset};
}

}  // namespace aiorun::test_server
