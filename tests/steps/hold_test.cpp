#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a lock is held for its step, and given back when the step fails or is cancelled") {
    CHECK(printed_by(R"(
shared: { l: lock }
main:
  - try: [ { lock: l, do: [ { print: "${{ locked(l) }}" }, { raise: x } ] } ]
    except: { do: [ { print: "${{ locked(l) }}" } ] }
  - { spawn: { lock: l, sleep: 9 }, as: h }
  - sleep: 1
  - cancel: h
  - sleep: 1
  - print: ${{ locked(l) }}
)") == Lines{"true", "false", "false"});
}

TEST_CASE("a semaphore lets as many in as it has places, a condition is held as its lock") {
    Outcome outcome = run_text(R"(
shared: { s: { semaphore: 2 }, l: lock, c: { condition: { lock: l } } }
main:
  - gather: { for: n, in: [1, 2, 3, 4], do: [ { semaphore: s, sleep: 1 } ] }
  - lock: c
    print: ${{ locked(l) }}
)");
    CHECK(outcome.elapsed == 2.0);
    CHECK(outcome.lines == Lines{"true"});
}

TEST_CASE("a rate limit spaces steps out") {
    CHECK(run_text("shared: { r: { rate_limit: { rate: 2/s, burst: 2 } } }\nmain:\n"
                   "  - gather: { for: n, in: [1, 2, 3, 4], do: [ { rate_limit: r, return: \"${{ elapsed() }}\" } ] }\n"
                   "    as: r1\n  - return: ${{ r1 }}\n")
              .result == "[0.0,0.0,0.5,1.0]");
}

TEST_CASE("holding is innermost: a timeout covers the waiting, and no lock is held between two attempts") {
    CHECK(printed_by(R"(
shared: { l: lock }
main:
  - spawn: { lock: l, sleep: 5 }
  - sleep: 0
  - try: [ { timeout: 1, lock: l, print: never } ]
    except: { type: TimeoutError, do: [ { print: "timeout at ${{ elapsed() }}" } ] }
  - sleep: 5
  - spawn: [ { sleep: 1 }, { print: "free between: ${{ !locked(l) }}" } ]
  - try: [ { retry: { attempts: 2, delay: 2, on: [A] }, lock: l, raise: { type: A } } ]
    except: { do: [ { print: gave up } ] }
)") == Lines{"timeout at 1.0", "free between: true", "gave up"});
}

TEST_CASE("the names of shared objects are known before the run") {
    CHECK(diagnostics_of("shared: { l: lock }\nmain:\n  - lock: ${{ 'l' }}\n    print: x\n") ==
          Lines{"3:11: error: expected the name of a lock or a condition, found an expression [unknown-shared]"});
    CHECK(diagnostics_of("shared: { door: lock }\nmain:\n  - lock: dor\n    print: x\n") ==
          Lines{"3:11: error: there is no shared object \"dor\", did you mean \"door\"? [unknown-shared]"});
}

}  // namespace aiorun::testing
