#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("wait for an event goes on when it is set, at once when it is set already") {
    CHECK(printed_by(R"(
shared: { e: event }
main:
  - gather:
      - [ { wait: e, as: r }, { print: "${{ r }} at ${{ elapsed() }}" } ]
      - [ { sleep: 2 }, { set: e } ]
  - wait: { event: e }
  - print: ${{ is_set(e) }}
  - clear: e
  - print: ${{ is_set(e) }}
)") == Lines{"true at 2.0", "true", "false"});
}

TEST_CASE("wait for a condition gives its lock up meanwhile, and holds it afterwards") {
    CHECK(printed_by(R"(
shared: { l: lock, c: { condition: { lock: l } } }
vars: { n: 0 }
main:
  - gather:
      - lock: c
        do: [ { wait: { condition: c, until: n > 1 }, as: r }, { print: "${{ n }} ${{ r }} ${{ locked(l) }}" } ]
      - for: i
        in: [1, 2]
        do: [ { sleep: 1 }, { lock: c, do: [ { assign: { n: "${{ n + 1 }}" } }, { notify: c } ] } ]
)") == Lines{"2 true true"});
}

TEST_CASE("wait for a condition whose lock is not held is a RuntimeError") {
    CHECK(run_text("shared: { c: condition }\nmain:\n  - wait: c\n").error ==
          "RuntimeError: to wait for the condition c its lock has to be held");
}

TEST_CASE("a wait for a condition that is cancelled has its lock again before it goes on") {
    CHECK(printed_by(R"(
shared: { l: lock, c: { condition: { lock: l } } }
main:
  - spawn:
      lock: c
      try: [ { wait: c } ]
      finally: [ { print: "${{ locked(l) }} at ${{ elapsed() }}" } ]
    as: h
  - sleep: 1
  - lock: l
    do: [ { cancel: h }, { sleep: 2 } ]
  - sleep: 0
  - sleep: 0
  - print: ${{ locked(l) }}
)") == Lines{"true at 3.0", "false"});
}

TEST_CASE("wait at a barrier gives each task its index when all are there") {
    CHECK(run_text("shared: { b: { barrier: 2 } }\nmain:\n  - gather: [ { wait: b }, { wait: { barrier: b } } ]\n    as: r\n"
                   "  - return: ${{ r }}\n")
              .result == "[0,1]");
}

TEST_CASE("wait takes one object of a kind that can be waited for") {
    CHECK(diagnostics_of("shared: { l: lock }\nmain:\n  - wait: l\n") ==
          Lines{"3:11: error: \"l\" is a lock, expected an event, a condition or a barrier [wrong-kind]"});
    CHECK(diagnostics_of("shared: { e: event }\nmain:\n  - wait: { event: e, until: true }\n") ==
          Lines{"3:20: error: \"until\" goes with a condition, and \"e\" is an event [wrong-kind]"});
    CHECK(diagnostics_of("main:\n  - wait: {}\n") ==
          Lines{"2:11: error: \"wait\" needs what to wait for: \"condition\", \"event\" or \"barrier\" [missing-key]"});
}

TEST_CASE("the key of a wait says what kind of object it is for") {
    auto error = [](const std::string& wait) {
        return diagnostics_of("shared: { e: event, c: condition, b: { barrier: 1 } }\nmain: [ { wait: " + wait + " } ]\n");
    };
    CHECK(error("{ condition: e }") == Lines{"2:30: error: \"e\" is an event, expected a condition [wrong-kind]"});
    CHECK(error("{ event: c }") == Lines{"2:26: error: \"c\" is a condition, expected an event [wrong-kind]"});
    CHECK(error("{ barrier: e }") == Lines{"2:28: error: \"e\" is an event, expected a barrier [wrong-kind]"});
    CHECK(error("{ barrier: c, until: 1 > 0 }") == Lines{"2:28: error: \"c\" is a condition, expected a barrier [wrong-kind]"});
    CHECK(error("{ barrier: b, until: 1 > 0 }").size() == 1);
    CHECK(error("{ event: e }").empty());
}

TEST_CASE("the maps of notify, get, put and shutdown take objects of their kind") {
    for (const char* step : {"notify: { condition: e }", "get: { queue: e }", "put: { queue: e, item: 1 }", "shutdown: { queue: e }"}) {
        CHECK(diagnostics_of("shared: { e: event }\nmain: [ { " + std::string(step) + " } ]\n").size() == 1);
    }
}

TEST_CASE("the name of an object that is missing is said to be missing") {
    CHECK(diagnostics_of("main: [ { set: } ]\n") == Lines{"1:15: error: expected the name of an event, found null [wrong-type]"});
    CHECK(diagnostics_of("main: [ { lock: , print: x } ]\n") ==
          Lines{"1:16: error: expected the name of a lock or a condition, found null [wrong-type]"});
    CHECK(diagnostics_of("vars: { a: 1 }\nmain: [ { lock: a, print: x } ]\n") ==
          Lines{"2:17: error: \"a\" is a variable, expected a lock or a condition [wrong-kind]"});
}

}  // namespace aiorun::testing
