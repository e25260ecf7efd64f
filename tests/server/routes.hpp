// Routes: from a request to what the server does. A table of path prefixes; what they remember is in State.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/server/incoming.hpp"
#include "tests/server/script.hpp"

namespace aiorun::test_server {

struct State {
    std::map<std::string, int64_t> counters{};  ///< of /counter, /flaky and the like, by name
    int64_t open = 0;                           ///< connections
    int64_t peak = 0;
    int64_t requests = 0;
    int64_t accepted = 0;
};

using Handler = Script (*)(const Incoming&, State&);

struct Route {
    std::string_view path;  ///< a path, or everything below when it ends in a slash
    Handler handler;
};

/// The answer to a request; 404 for an unknown path.
[[nodiscard]] Script answer(const Incoming& request, State& state);

// What routes are made of.
struct Reply {
    int status = 200;
    std::string body{};
    std::string type = "text/plain; charset=utf-8";
    Pairs headers{};
};
[[nodiscard]] Script respond(const Reply& reply);
[[nodiscard]] inline Script text(std::string body) {
    return respond({.body = std::move(body)});
}
[[nodiscard]] Script json(std::string body);
/// A JSON string with its quotes; bytes that are not ASCII become \u00XX.
[[nodiscard]] std::string json_string(std::string_view text);
[[nodiscard]] std::string chunk(std::string_view bytes);

/// One table a file.
[[nodiscard]] const std::vector<Route>& basic_routes();
[[nodiscard]] const std::vector<Route>& content_routes();
[[nodiscard]] const std::vector<Route>& auth_routes();
[[nodiscard]] const std::vector<Route>& fault_routes();
[[nodiscard]] const std::vector<Route>& example_routes();

}  // namespace aiorun::test_server
