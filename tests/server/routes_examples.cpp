// What the workflows of workflows/ fetch: pages, files, and jobs that take a while.
#include "tests/server/routes.hpp"

namespace aiorun::test_server {
namespace {

constexpr int64_t page_latency = 200;  // milliseconds, so that fetching one after the other would be seen
constexpr int64_t polls_of_a_job = 3;

/// /pages/N: a page of HTML, later ones being longer.
Script page(const Incoming& request, State&) {
    int64_t number = to_number(request.segment(1), 1);
    std::string body = "<!doctype html><title>Page " + std::to_string(number) + "</title>\n";
    for (int64_t line = 1; line <= 20 + number; ++line) {
        body += "<p>Line " + std::to_string(line) + " of page " + std::to_string(number) + ".</p>\n";
    }
    Script script = respond({.body = std::move(body), .type = "text/html; charset=utf-8"});
    script.insert(script.begin(), pause(page_latency));
    return script;
}

/// /files/NAME: the same bytes each time, as many as the name is long in KiB.
Script file(const Incoming& request, State&) {
    uint64_t size = request.segment(1).size() * 1024;
    return {send("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
                 std::to_string(size) + "\r\n\r\n"),
            fill(size)};
}

/// POST /jobs starts one.
Script start_job(const Incoming&, State& state) {
    return json("{\"id\":" + std::to_string(++state.counters["jobs"]) + "}");
}

/// /jobs/ID: running until it was asked for a few times.
Script poll_job(const Incoming& request, State& state) {
    bool done = ++state.counters["polls of job " + request.segment(1)] >= polls_of_a_job;
    return json(done ? R"({"state":"done","result":{"rows":1200}})" : R"({"state":"running"})");
}

}  // namespace

const std::vector<Route>& example_routes() {
    static const std::vector<Route> routes{
        {"/pages/", page},
        {"/files/", file},
        {"/jobs", start_job},
        {"/jobs/", poll_job},
    };
    return routes;
}

}  // namespace aiorun::test_server
