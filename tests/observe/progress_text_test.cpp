#include "observe/progress_text.hpp"

#include "observe/text_width.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

const Mask as_it_is = [](std::string text) { return text; };

ProgressSnapshot busy() {
    return {.elapsed = 12'400ms,
            .done = 340,
            .running = 12,
            .waiting = 48,
            .processes = 2,
            .transfers = {.open = 10, .queued = 3, .finished = 340, .received = 12'345'678},
            .rate = 1'234'567.0,
            .branches = BranchProgress{"gather", "flow.yaml:12", 340, 1000, 24'071ms},
            .slowest = {{12'100ms, "fetch", "gather[3]", "flow.yaml:13", "the transfer GET http://h/"},
                        {800ms, "rest", "main", "", "sleep"},
                        {100ms, "sleep", "t", "flow.yaml:9", "sleep"}}};
}

TEST_CASE("a block tells the counts, the branches, the transfers and the slowest steps") {
    CHECK(progress_block(busy(), 100, 10, as_it_is) ==
          Lines{"tasks      340 done, 12 running, 48 waiting  12.4s",
                "gather     [##########--------------------] 340 of 1000 (34 %), about 24.1s left  flow.yaml:12",
                "transfers  10 open, 3 queued, 340 done, 12.3 MB, 1.2 MB/s",
                "processes  2 running",
                "    12.1s  fetch: the transfer GET http://h/  (gather[3])  flow.yaml:13",
                "     0.8s  rest: sleep",
                "     0.1s  sleep  (t)  flow.yaml:9"});
}

TEST_CASE("what there is nothing to say of is left out") {
    CHECK(progress_block({.elapsed = 1s, .running = 1}, 80, 10, as_it_is) ==
          Lines{"tasks      0 done, 1 running, 0 waiting  1.0s"});
}

TEST_CASE("no line is wider than the terminal, and there are no more lines than rows") {
    for (size_t columns : {20U, 40U, 50U, 60U, 79U}) {
        for (const std::string& line : progress_block(busy(), columns, 10, as_it_is)) {
            CHECK(columns_of(line) <= columns);
        }
    }
    CHECK(progress_block(busy(), 80, 3, as_it_is).size() == 3);
    CHECK(progress_block(busy(), 60, 10, as_it_is)[1] == "gather     [###-------] 340 of 1000 (34 %), about 24.1s left");
}

TEST_CASE("names are shown without secrets and without what acts on a terminal") {
    ProgressSnapshot shot{.slowest = {{1s, "a\x1b[2J", "s3cret", "f.yaml:1", "b\nc"}}};
    Mask mask = [](std::string text) { return text == "s3cret" ? "***" : text; };
    CHECK(progress_block(shot, 80, 10, mask).back() == "     1.0s  a\\x1b[2J: b\\nc  (***)  f.yaml:1");
    CHECK(progress_line(shot, mask).ends_with("slowest: 1.0s a\\x1b[2J: b\\nc  (***)  f.yaml:1"));
}

TEST_CASE("a line tells the same in one sentence") {
    CHECK(progress_line(busy(), as_it_is) ==
          "12.4s, tasks: 340 done, 12 running, 48 waiting; gather: 340 of 1000 (34 %), about 24.1s left; transfers: 10 open, "
          "3 queued, 340 done, 12.3 MB, 1.2 MB/s; processes: 2 running; slowest: 12.1s fetch: the transfer GET http://h/  "
          "(gather[3])  flow.yaml:13");
    CHECK(progress_line({}, as_it_is) == "0.0s, tasks: 0 done, 0 running, 0 waiting");
}

TEST_CASE("fields hold the numbers") {
    CHECK(value::to_json(progress_fields(busy())) ==
          R"({"elapsed":12.4,"done":340,"running":12,"waiting":48,"processes":2,"transfers_open":10,"transfers_queued":3,)"
          R"("transfers_done":340,"bytes":12345678,"branches_done":340,"branches":1000,"left":24.071})");
}

TEST_CASE("times and sizes are as exact as they need to be") {
    CHECK(shown_time(0ms) == "0.0s");
    CHECK(shown_time(99'940ms) == "99.9s");
    CHECK(shown_time(99'960ms) == "1m40s");
    CHECK(shown_time(3'599'400ms) == "59m59s");
    CHECK(shown_time(2h + 5min) == "2h05m");
    CHECK(shown_bytes(0) == "0 B");
    CHECK(shown_bytes(999) == "999 B");
    CHECK(shown_bytes(1000) == "1.0 kB");
    CHECK(shown_bytes(123'456) == "123 kB");
    CHECK(shown_bytes(9.9e15) == "9.9 PB");
}

}  // namespace
}  // namespace aiorun::observe
