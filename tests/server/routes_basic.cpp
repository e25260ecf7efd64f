// Ordinary answers: echo, statuses, delays, redirects, cookies, counters, pages.
#include <algorithm>

#include "tests/server/routes.hpp"

namespace aiorun::test_server {
namespace {

std::string json_map(const Pairs& pairs) {
    std::string out = "{";
    for (const auto& [name, value] : pairs) {
        out += (out.size() > 1 ? "," : "") + json_string(name) + ":" + json_string(value);
    }
    return out + "}";
}

/// Everything that the request had.
Script echo(const Incoming& request, State&) {
    std::string body =
        "{\"method\":" + json_string(request.method) + ",\"target\":" + json_string(request.target) +
        ",\"path\":" + json_string(request.path) + ",\"query\":" + json_map(request.query) +
        ",\"headers\":" + json_map(request.headers) + ",\"body\":" + json_string(request.body) +
        ",\"size\":" + std::to_string(request.body.size()) +
        ",\"proxied\":" + (request.through_proxy ? "true" : "false") +
        ",\"connection\":" + std::to_string(request.connection) +
        ",\"on_connection\":" + std::to_string(request.on_connection) + "}";
    return json(std::move(body));
}

/// /status/CODE?name=value: the query becomes headers.
Script status(const Incoming& request, State&) {
    auto code = static_cast<int>(to_number(request.segment(1), 200));
    return respond(
        {.status = code, .body = "status " + std::to_string(code) + "\n", .headers = request.query});
}

Script headers(const Incoming& request, State&) {
    return respond({.body = "headers\n", .headers = request.query});
}

/// /delay/MILLISECONDS
Script delay(const Incoming& request, State&) {
    Script script = text("delayed\n");
    script.insert(script.begin(), pause(to_number(request.segment(1), 0)));
    return script;
}

/// /redirect/COUNT: that many, then /echo.
Script redirect(const Incoming& request, State&) {
    int64_t left = to_number(request.segment(1), 1);
    std::string next = left > 1 ? "/redirect/" + std::to_string(left - 1) : "/echo";
    return respond({.status = 302, .body = "go on\n", .headers = {{"Location", next}}});
}

/// /redirect-to?url=URL&status=CODE
Script redirect_to(const Incoming& request, State&) {
    return respond({.status = static_cast<int>(request.number("status", 302)),
                    .body = "go on\n",
                    .headers = {{"Location", request.parameter("url")}}});
}

Script redirect_loop(const Incoming&, State&) {
    return respond({.status = 302, .body = "again\n", .headers = {{"Location", "/redirect-loop"}}});
}

/// /cookies/set?name=value…
Script set_cookies(const Incoming& request, State&) {
    Pairs cookies;
    for (const auto& [name, value] : request.query) {
        cookies.emplace_back("Set-Cookie", name + "=" + value + "; Path=/");
    }
    return respond({.body = "set\n", .headers = std::move(cookies)});
}

Script show_cookies(const Incoming& request, State&) {
    return json("{\"cookie\":" + json_string(request.header("cookie")) + "}");
}

/// /counter/NAME: how often it was asked for.
Script counter(const Incoming& request, State& state) {
    return json("{\"count\":" + std::to_string(++state.counters["counter " + request.segment(1)]) + "}");
}

/// /flaky/NAME?fail=N&status=CODE&retry_after=TEXT: fails N times, then answers.
Script flaky(const Incoming& request, State& state) {
    int64_t count = ++state.counters["flaky " + request.segment(1)];
    if (count > request.number("fail", 2)) {
        return json("{\"attempts\":" + std::to_string(count) + "}");
    }
    if (request.parameter("how") == "reset") {
        return {reset()};
    }
    Reply reply{.status = static_cast<int>(request.number("status", 503)), .body = "not yet\n"};
    if (std::string after = request.parameter("retry_after"); !after.empty()) {
        reply.headers.emplace_back("Retry-After", after);
    }
    return respond(reply);
}

/// /job/NAME?polls=N: pending until it was asked N times.
Script job(const Incoming& request, State& state) {
    bool done = ++state.counters["job " + request.segment(1)] > request.number("polls", 2);
    return json(done ? R"({"state":"done","result":42})" : R"({"state":"pending"})");
}

/// /items?page=P&size=S&total=T: a page of numbers, with the next one in JSON and in a Link header.
Script items(const Incoming& request, State&) {
    int64_t page = request.number("page", 1);
    int64_t size = request.number("size", 3);
    int64_t total = request.number("total", 8);
    std::string list;
    for (int64_t i = (page - 1) * size; i < std::min(page * size, total); ++i) {
        list += (list.empty() ? "" : ",") + std::string("{\"id\":") + std::to_string(i) + "}";
    }
    Reply reply{.type = "application/json"};
    std::string next = "null";
    if (page * size < total) {
        std::string url = "/items?page=" + std::to_string(page + 1) + "&size=" + std::to_string(size) +
                          "&total=" + std::to_string(total);
        next = json_string(url);
        reply.headers.emplace_back("Link", "</items?page=1>; rel=\"first\", <" + url + ">; rel=\"next\"");
    }
    reply.body = "{\"items\":[" + list + "],\"next\":" + next + ",\"page\":" + std::to_string(page) + "}";
    return respond(reply);
}

/// What the server has seen; `current` connections include the one that asks.
Script stats(const Incoming&, State& state) {
    return json("{\"current\":" + std::to_string(state.open) + ",\"peak\":" + std::to_string(state.peak) +
                ",\"accepted\":" + std::to_string(state.accepted) +
                ",\"requests\":" + std::to_string(state.requests) + "}");
}

Script reset_stats(const Incoming&, State& state) {
    state.peak = state.open;
    state.accepted = 0;
    state.requests = 0;
    state.counters.clear();
    return text("reset\n");
}

Script hello(const Incoming&, State&) {
    return text("hello\n");
}

}  // namespace

const std::vector<Route>& basic_routes() {
    static const std::vector<Route> routes{
        {"/", hello},
        {"/echo", echo},
        {"/echo/", echo},
        {"/status/", status},
        {"/headers", headers},
        {"/delay/", delay},
        {"/redirect/", redirect},
        {"/redirect-to", redirect_to},
        {"/redirect-loop", redirect_loop},
        {"/cookies/set", set_cookies},
        {"/cookies", show_cookies},
        {"/counter/", counter},
        {"/flaky/", flaky},
        {"/job/", job},
        {"/items", items},
        {"/stats", stats},
        {"/stats/reset", reset_stats},
    };
    return routes;
}

}  // namespace aiorun::test_server
