// One request as the server reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aiorun::test_server {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Incoming {
    std::string method;
    std::string target;  ///< as it came
    std::string path;    ///< decoded, without query
    Pairs query;         ///< decoded
    Pairs headers;       ///< names in lower case
    std::string body;
    bool through_proxy = false;  ///< the target had a scheme and a host
    uint64_t connection = 0;     ///< number of the connection, from 1
    uint64_t on_connection = 0;  ///< which request on it, from 1

    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] bool has_header(std::string_view name) const;
    [[nodiscard]] std::string parameter(std::string_view name, std::string_view otherwise = {}) const;
    [[nodiscard]] int64_t number(std::string_view name, int64_t otherwise) const;
    /// Part `index` of the path between slashes.
    [[nodiscard]] std::string segment(size_t index) const;
};

/// Takes a whole request from the front of `input`; nothing when there is none yet.
[[nodiscard]] std::optional<Incoming> take_request(std::string& input);
[[nodiscard]] std::string decode_percent(std::string_view text, bool plus_is_space);
[[nodiscard]] int64_t to_number(std::string_view text, int64_t otherwise);

}  // namespace aiorun::test_server
