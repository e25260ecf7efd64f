#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("retry tries again after the errors it is for, with growing waits up to a bound") {
    CHECK(printed_by(R"(
main:
  - try:
      - retry: { attempts: 5, delay: 1, backoff: 2, max_delay: 3, on: [A] }
        do: [ { print: "${{ elapsed() }}" }, { raise: { type: A } } ]
    except: { do: [ { print: "${{ error.type }}" } ] }
)") == Lines{"0.0", "1.0", "3.0", "6.0", "9.0", "A"});
}

TEST_CASE("without max_delay a wait is at most 30 s, unless the first one is longer") {
    CHECK(run_text("main:\n  - try: [ { retry: { attempts: 4, delay: 10, backoff: 10, on: [A] }, raise: { type: A } } ]\n"
                   "    except: { do: [] }\n")
              .elapsed == 70.0);
    CHECK(run_text("main:\n  - try: [ { retry: { attempts: 2, delay: 60, on: [A] }, raise: { type: A } } ]\n    except: { do: [] }\n")
              .elapsed == 60.0);
}

TEST_CASE("retry stops at an error that is not in on, or whose condition does not hold") {
    CHECK(printed_by(R"(
main:
  - try: [ { retry: { attempts: 3, on: [A] }, do: [ { print: once }, { raise: { type: B } } ] } ]
    except: { do: [] }
  - try: [ { retry: { attempts: 3, on: [A], if: "error.data < 2" }, do: [ { print: twice }, { raise: { type: A, data: 2 } } ] } ]
    except: { do: [] }
)") == Lines{"once", "twice"});
}

TEST_CASE("each attempt may have a timeout of its own, and says how many there were") {
    Outcome outcome = run_text("main:\n  - sleep: 5\n    retry: { attempts: 2, timeout: 1 }\n");
    CHECK(outcome.error == "TimeoutError: an attempt took longer than 1s");
    CHECK(outcome.raised->attempts == 2);
    CHECK(outcome.elapsed == 2.0);
}

TEST_CASE("jitter shortens waits by chance, the same for the same seed") {
    auto elapsed = [](uint64_t seed) {
        Scenario scenario;
        scenario.text = "main:\n  - try: [ { retry: { attempts: 3, delay: 10, jitter: full, on: [A] }, raise: { type: A } } ]\n"
                        "    except: { do: [] }\n";
        scenario.seed = seed;
        return run_workflow(scenario).elapsed;
    };
    CHECK(elapsed(1) == elapsed(1));
    CHECK(elapsed(1) != elapsed(2));
    CHECK(elapsed(1) < 20.0);
}

TEST_CASE("a cancellation between two attempts ends the retry") {
    CHECK(printed_by(R"(
main:
  - { spawn: { retry: { attempts: 3, delay: 5, on: [A] }, do: [ { print: try }, { raise: { type: A } } ] }, as: h }
  - sleep: 1
  - cancel: h
  - sleep: 9
  - print: ${{ h.cancelled }}
)") == Lines{"try", "true"});
}

TEST_CASE("a backoff below 0 is a check error") {
    CHECK(diagnostics_of("main:\n  - print: x\n    retry: { attempts: 2, backoff: -1 }\n") ==
          Lines{"3:36: error: \"backoff\" of retry is at least 0, found -1.0 [wrong-value]"});
}

TEST_CASE("no delay stays none, however often it is multiplied") {
    CHECK(printed_by("main: [ { try: [ { retry: { attempts: 1100, backoff: 2, on: [ A ] }, raise: { type: A } } ], except: [ { do: [] } ] }, "
                     "{ print: \"${{ elapsed() }}\" } ]\n") == Lines{"0.0"});
}

}  // namespace aiorun::testing
