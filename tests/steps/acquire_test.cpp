#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("acquire takes a lock, a condition's lock or a place of a semaphore; release gives it back") {
    CHECK(printed_by(R"(
shared: { l: lock, c: { condition: { lock: l } }, s: { semaphore: 2 } }
main:
  - acquire: l
  - print: ${{ locked(l) }}
  - release: l
  - acquire: c
  - acquire: s
  - print: ${{ locked(l) }} ${{ value(s) }}
  - release: c
  - release: s
  - print: ${{ locked(l) }} ${{ value(s) }}
)") == Lines{"true", "true 1", "false 2"});
}

TEST_CASE("an acquire that is cancelled before it runs, while it waits, and right after the grant holds nothing") {
    CHECK(printed_by(R"(
shared: { l: lock }
main:
  - acquire: l
  - { spawn: { acquire: l }, as: before }
  - cancel: before
  - { spawn: { acquire: l }, as: waiting }
  - { spawn: { acquire: l }, as: granted }
  - sleep: 1
  - cancel: waiting
  - sleep: 1
  - release: l
  - cancel: granted
  - sleep: 1
  - print: ${{ before.cancelled }} ${{ waiting.cancelled }} ${{ granted.cancelled }} ${{ locked(l) }}
)") == Lines{"true true true false"});
}

TEST_CASE("to release what nobody holds is an error") {
    CHECK(run_text("shared: { l: lock }\nmain:\n  - release: l\n").error == "RuntimeError: the lock l is released, and nobody holds it");
    CHECK(run_text("shared: { s: { bounded_semaphore: 1 } }\nmain:\n  - release: s\n").error ==
          "ValueError: the semaphore s is released more often than it was acquired");
    CHECK(run_text("shared: { s: { semaphore: 1 } }\nmain:\n  - release: s\n  - return: ${{ value(s) }}\n").result == "2");
}

TEST_CASE("only what can be held is acquired") {
    CHECK(diagnostics_of("shared: { e: event, l: lock }\nmain:\n  - acquire: e\n") ==
          Lines{"3:14: error: \"e\" is an event, expected a lock, a condition or a semaphore [wrong-kind]"});
}

}  // namespace aiorun::testing
