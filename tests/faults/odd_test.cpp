// Responses that are odd, but leave no doubt about what they say: they are taken.
#include "tests/faults/fault.hpp"
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::faults {
namespace {

struct Odd {
    const char* name;
    Script script;
    const char* shown;  ///< status, text, size
};

TEST_CASE("odd responses that leave no doubt are taken") {
    const std::string ok = "Content-Length: 2\r\n\r\nok";
    const std::vector<Odd> responses{
        {"no-reason", {send("HTTP/1.1 200\r\n" + ok)}, "200 ok 2"},
        {"lower-case", {send("http/1.1 200 OK\r\n" + ok)}, "200 ok 2"},
        {"http-1.0", {send("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + ok)}, "200 ok 2"},
        {"bare-line-feeds", {send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")}, "200 ok 2"},
        {"unregistered-status", {send("HTTP/1.1 999 Denied\r\n" + ok)}, "999 ok 2"},
        {"early-hints",
         {send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n" + ok)},
         "200 ok 2"},
        {"length-said-twice", {send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + ok)}, "200 ok 2"},
        {"more-than-was-said", {send("HTTP/1.1 200 OK\r\n" + ok + "HTTP/1.1 200 OK\r\n" + ok)}, "200 ok 2"},
        {"chunks-and-a-length",
         {send(head("Content-Length: 99999999999\r\nTransfer-Encoding: chunked\r\n") +
               "2\r\nok\r\n0\r\n\r\n")},
         "200 ok 2"},
        {"chunk-extensions-and-trailers",
         {send(chunked("2;a=b;c=\"d\"\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n"))},
         "200 ok 2"},
        {"a-body-where-none-belongs", {send("HTTP/1.1 204 No Content\r\n" + ok)}, "204  0"},
        {"a-length-without-a-body",
         {send("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")},
         "304  0"},
        {"identity", {send("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n" + ok)}, "200 ok 2"},
        {"an-end-without-a-length", {send(head("") + "ok"), close()}, "200 ok 2"},
        {"in-pieces",
         {send("HTTP/1.1 2"), pause(5), send("00 OK\r\nContent-Le"), pause(5), send("ngth: 2\r\n\r\no"),
          pause(5), send("k")},
         "200 ok 2"},
    };
    for (const Odd& odd : responses) {
        Peer peer(odd.script, Begin::after_request);
        programs::Outcome outcome = programs::run(
            {.arguments = {AIORUN_BINARY, "-"},
             .environment = programs::plain_environment(),
             .input = "main:\n  - fetch: { url: \"http://127.0.0.1:" + std::to_string(peer.port()) +
                      "/\", timeout: 20s, expect: any }\n    as: r\n"
                      "  - print: ${{ r.status }} ${{ r.text }} ${{ r.size }}\n"});
        CAPTURE(odd.name, outcome.errors);
        CHECK(outcome.output == std::string(odd.shown) + "\n");
        CHECK(outcome.status == 0);
    }
}

}  // namespace
}  // namespace aiorun::faults
