#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a step is a map with exactly one action") {
    CHECK(diagnostics_of("main:\n  - sleep\n") == Lines{"2:5: error: a step is a map with an action, found a string [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - { timeout: 1 }\n") ==
          Lines{"2:5: error: this step has no action, only keys that go with one [no-action]"});
    CHECK(diagnostics_of("main:\n  - { print: 1, sleep: 2 }\n") ==
          Lines{"2:17: error: a step has exactly one action, this one has \"print\" and \"sleep\" [two-actions]"});
}

TEST_CASE("unknown actions and keys are told from near ones") {
    CHECK(diagnostics_of("main:\n  - { slep: 1 }\n") == Lines{"2:7: error: unknown action \"slep\", did you mean \"sleep\"? [unknown-action]"});
    CHECK(diagnostics_of("main:\n  - { sleep: 1, timout: 1 }\n") ==
          Lines{"2:17: error: a step with \"sleep\" has no key \"timout\", did you mean \"timeout\"? [unknown-key]"});
    CHECK(diagnostics_of("main:\n  - { lib.go: }\n", {}) == Lines{"2:7: error: unknown action \"lib.go\" [unknown-action]"});
}

TEST_CASE("keys beside an action are its own, or modifiers") {
    CHECK(diagnostics_of("main:\n  - { for: x, do: [] }\n") == Lines{"2:7: error: \"for\" needs the key \"in\" beside it [missing-key]"});
    CHECK(diagnostics_of("main:\n  - { sleep: 1, else: [] }\n") ==
          Lines{"2:23: error: \"else\" goes with \"if\", and this step has none [else-without-if]"});
}

}  // namespace aiorun::testing
