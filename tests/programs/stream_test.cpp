// Bodies that are larger, longer or slower than whoever takes them: what a transfer may cost and how late it may end.
#include "tests/programs/child.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

namespace aiorun::programs {
namespace {

constexpr long program = 24L << 10U;  // KiB that the program itself takes, at most

struct World {
    TemporaryFolder folder;
    test_server::ServerFixture server;

    struct End {
        Outcome outcome;
        long memory = 0;  ///< KiB
    };
    [[nodiscard]] End run_steps(const std::string& steps) const {
        Command command{.arguments = {AIORUN_BINARY, "-", "-p", "server=" + server.url("")},
                        .environment = plain_environment(),
                        .folder = folder.path(),
                        .input = "params: { server: { type: string } }\nshared: { q: { queue: { maxsize: 1 } } }\n"
                                 "http: { base_url: \"${{ server }}\" }\nmain:\n" +
                                 steps};
        Child child(command);
        End end{child.finish(), 0};
        end.memory = child.peak_memory();
        return end;
    }
};

bool has(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

TEST_CASE("a body without end takes no more memory than max_body allows") {
    World world;
    World::End end = world.run_steps("  - fetch: /fault/endless-body\n");
    CAPTURE(end.outcome.errors, end.memory);
    CHECK(has(end.outcome.errors, "the body is over max_body (67108864 bytes)"));
    CHECK((is_sanitized || end.memory < (64L << 10U) + program));
}

TEST_CASE("a stream of lines that unpacks to one endless line takes no more memory than the longest line") {
    World world;
    World::End end = world.run_steps("  - fetch: { url: \"/bomb?size=100000000\", stream: lines, into: q }\n");
    CAPTURE(end.outcome.errors, end.memory);
    CHECK(has(end.outcome.errors, "/bomb?size=100000000: line 1 of the stream is longer than 16 MiB"));
    CHECK((is_sanitized || end.memory < (17L << 10U) + program));
}

TEST_CASE("the timeout of a stream does not wait for the consumer of a full queue") {
    World world;
    World::End end = world.run_steps(
        "  - gather:\n"
        "      - - fetch: { url: \"/stream/lines?count=1000&delay=20\", stream: lines, into: q, timeout: 300ms }\n"
        "          timeout: 20s\n"
        "      - - sleep: 30s\n");
    CAPTURE(end.outcome.errors);
    CHECK_FALSE(end.outcome.overdue);
    CHECK(has(end.outcome.errors, "error: TimeoutError: GET " + world.server.url("/stream/lines")));
    CHECK(has(end.outcome.errors, "not finished within 300 ms"));
}

TEST_CASE("a stream that ends in time is not late because of its consumer") {
    World world;
    World::End end = world.run_steps(
        "  - gather:\n"
        "      - - fetch: { url: \"/stream/lines?count=3\", stream: lines, into: q, timeout: 300ms }\n"
        "      - - sleep: 600ms\n"
        "        - get: q\n        - get: q\n        - get: q\n          as: last\n        - print: ${{ last }}\n");
    CHECK(end.outcome.errors == "");
    CHECK(end.outcome.output == "line 2\n");
}

}  // namespace
}  // namespace aiorun::programs
