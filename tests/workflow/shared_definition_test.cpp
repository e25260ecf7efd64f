#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("shared objects are a word, or a map of a word and its number or options") {
    CHECK(run_text(R"(
params: { n: 2 }
shared:
  l: lock
  s: { semaphore: "${{ n }}" }
  b: { bounded_semaphore: 3 }
  e: event
  c: condition
  d: { condition: { lock: l } }
  q: queue
  r: { lifo_queue: { maxsize: 1 } }
  p: priority_queue
  t: { barrier: 1 }
  m: { rate_limit: { rate: 5/2s, burst: 2 } }
main:
  - return: ${{ [locked(l), value(s), value(b), is_set(e), size(q)] }}
)").result == "[false,2,3,false,0]");
}

TEST_CASE("what is no definition is found before the run") {
    auto error = [](const std::string& definition) {
        Lines found = diagnostics_of("shared: { x: " + definition + " }\nmain: []\n");
        return found.empty() ? "" : found[0];
    };
    CHECK(error("lokc") == "1:14: error: unknown kind of shared object \"lokc\", did you mean \"lock\"? [unknown-kind]");
    CHECK(error("5") == "1:14: error: a shared object is a word or a map with one key, found an int [wrong-type]");
    CHECK(error("semaphore") == "1:14: error: \"semaphore\" needs a number [missing-value]");
    CHECK(error("{ semaphore: x }") == "1:27: error: the number of semaphore \"x\" is an int, found string \"x\" [wrong-type]");
    CHECK(error("{ barrier: 0 }") == "1:25: error: the number of barrier \"x\" is at least 1, found 0 [wrong-value]");
    CHECK(error("{ lock: 1 }") == "1:22: error: \"lock\" takes no options [wrong-type]");
    CHECK(error("{ queue: { max: 1 } }") == "1:25: error: queue has no key \"max\" [unknown-key]");
    CHECK(error("{ condition: { lock: y } }") == "1:35: error: there is no shared object \"y\" [unknown-shared]");
    CHECK(error("{ rate_limit: { burst: 1 } }") == "1:28: error: rate_limit needs the key \"rate\" [missing-key]");
}

TEST_CASE("a number or a rate that does not fit is an error at the definition, before main runs") {
    Outcome outcome = run_text("params: { n: -1 }\nshared:\n  s: { semaphore: \"${{ n }}\" }\nmain: [ { print: never } ]\n");
    CHECK(outcome.error == "ValueError: the number of semaphore \"s\" is at least 0, found -1");
    CHECK(outcome.raised->place.line == 3);
    CHECK(outcome.lines.empty());
    CHECK(run_text("params: { r: \"5\" }\nshared: { r1: { rate_limit: { rate: \"${{ r }}\" } } }\nmain: []\n").error ==
          "ValueError: a rate is a number a time, such as 10/s, 100/m or 5/2s, found \"5\"");
}

TEST_CASE("a rate that is written out is checked before the run") {
    for (const char* rate : {"10/x", "0/s", "-1/s", "10", "10/0s", "/s"}) {
        CHECK(diagnostics_of("shared: { r: { rate_limit: { rate: " + std::string(rate) + " } } }\nmain: []\n") ==
              Lines{"1:36: error: a rate is a number a time, such as 10/s, 100/m or 5/2s, found \"" + std::string(rate) + "\" [wrong-value]"});
    }
    CHECK(diagnostics_of("shared: { r: { rate_limit: { rate: 0.5/1m30s } } }\nmain: []\n").empty());
}

}  // namespace aiorun::testing
