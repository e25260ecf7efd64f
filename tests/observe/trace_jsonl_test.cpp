#include "observe/trace_jsonl.hpp"

#include "tests/observe/traced.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("a trace of lines tells what happened, in order") {
    CHECK(trace<JsonLinesTrace>("main:\n  - print: hello\n  - { sleep: 1.5, name: nap }\n").text == R"({"type":"trace","version":1,"program":"aiorun 1","workflow":"flow.yaml","clock":"virtual","started":0.000000000}
{"type":"task_created","time":0.000000000,"task":1,"name":"main","parent":null}
{"type":"task_started","time":0.000000000,"task":1}
{"type":"step_began","time":0.000000000,"task":1,"action":"print","place":"flow.yaml:2:5"}
{"type":"line_written","time":0.000000000,"task":1,"kind":"printed","line":"hello"}
{"type":"step_ended","time":0.000000000,"task":1,"action":"print","place":"flow.yaml:2:5","outcome":"normal"}
{"type":"step_began","time":0.000000000,"task":1,"action":"sleep","name":"nap","place":"flow.yaml:3:7"}
{"type":"wait_began","time":0.000000000,"task":1,"for":"sleep"}
{"type":"wait_ended","time":1.500000000,"task":1}
{"type":"step_ended","time":1.500000000,"task":1,"action":"sleep","name":"nap","place":"flow.yaml:3:7","outcome":"normal"}
{"type":"task_ended","time":1.500000000,"task":1,"outcome":"success"}
{"type":"run_ended","time":1.500000000,"status":"success","exit_status":0}
)");
}

TEST_CASE("a line tells who woke whom") {
    Traced seen = trace<JsonLinesTrace>(R"(
shared: { guard: lock }
main:
  - gather: [ { lock: guard, sleep: 1 }, { lock: guard, print: x } ]
)");
    CHECK(seen.has(R"({"type":"wait_began","time":0.000000000,"task":3,"for":"lock","object":"guard"})"));
    CHECK(seen.has(R"({"type":"wait_woken","time":1.000000000,"task":3,"for":"lock","by":2})"));
}

TEST_CASE("lines tell of operations, failed attempts and errors") {
    testing::FakeEffects effects;
    int asked = 0;
    effects.on_fetch = [&](const http::Request&) {
        return testing::FakeAnswer{testing::make_response(++asked == 1 ? 503 : 200, "body")};
    };
    Traced seen = trace<JsonLinesTrace>("main:\n  - { fetch: 'http://h/x', retry: { attempts: 2, delay: 1 } }\n", &effects);
    CHECK(seen.has(R"("operation":1,"kind":"transfer","what":"GET http://h/x","target":"http://h"})"));
    CHECK(seen.has(R"("operation":1,"outcome":"answered","status":503,"answer":"503","received":4,"phases":[]})"));
    CHECK(seen.has(R"("type":"attempt_failed","time":0.000000000,"task":1,"attempt":1,"of":2,"pause":1.000000000,"error":{"type":"HTTPError")"));
    CHECK(trace<JsonLinesTrace>("main: [ { raise: \"a\\nb\" } ]").has(R"("error":{"type":"RuntimeError","message":"a\nb"}})"));
}

TEST_CASE("a task that is cancelled before its first step never starts") {
    Traced seen = trace<JsonLinesTrace>("main:\n  - { spawn: { print: x }, as: s }\n  - cancel: s\n");
    CHECK(seen.has(R"("type":"task_created","time":0.000000000,"task":2)"));
    CHECK_FALSE(seen.has(R"("type":"task_started","time":0.000000000,"task":2)"));
    CHECK(seen.has(R"({"type":"cancel_requested","time":0.000000000,"task":2})"));
    CHECK(seen.has(R"({"type":"task_ended","time":0.000000000,"task":2,"outcome":"cancelled"})"));
}

}  // namespace
}  // namespace aiorun::observe
