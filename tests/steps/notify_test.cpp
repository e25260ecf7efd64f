#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("notify wakes one task or n of them, notify_all all, in the order in which they wait") {
    CHECK(printed_by(R"(
shared: { c: condition }
main:
  - gather:
      for: i
      in: [1, 2, 3, 4, 5, 6]
      do:
        - if: i < 6
          lock: c
          do: [ { wait: c }, { print: "${{ i }} at ${{ elapsed() }}" } ]
          else:
            - for: step
              in: [1, 2, 3]
              do:
                - sleep: 1
                - lock: c
                  do:
                    - switch:
                        - { when: step == 1, do: [ { notify: c } ] }
                        - { when: step == 2, do: [ { notify: { condition: c, n: 2 } } ] }
                        - { do: [ { notify_all: c } ] }
)") == Lines{"1 at 1.0", "2 at 2.0", "3 at 2.0", "4 at 3.0", "5 at 3.0"});
}

TEST_CASE("to notify a condition its lock has to be held") {
    for (const char* action : {"notify", "notify_all"}) {
        CHECK(run_text(std::string("shared: { c: condition }\nmain:\n  - ") + action + ": c\n").error ==
              "RuntimeError: to notify the condition c its lock has to be held");
    }
}

TEST_CASE("a number of notify below one wakes nobody") {
    CHECK(printed_by("shared: { c: condition }\nmain:\n  - lock: c\n    do: [ { notify: { condition: c, n: -1 } } ]\n  - print: ok\n") ==
          Lines{"ok"});
}

}  // namespace aiorun::testing
