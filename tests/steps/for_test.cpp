#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("for runs its steps for each item in order, and leaves the names bound") {
    CHECK(printed_by(R"(
main:
  - for: x
    in: [a, b]
    index: i
    do: [ { print: "${{ i }} ${{ x }}" } ]
  - print: ${{ i }} ${{ x }}
)") == Lines{"0 a", "1 b", "1 b"});
}

TEST_CASE("for goes through a map as a list of keys and values") {
    CHECK(printed_by(R"(
main:
  - for: entry
    in: { b: 1, a: 2 }
    do: [ { print: "${{ entry.key }}=${{ entry.value }}" } ]
)") == Lines{"b=1", "a=2"});
}

TEST_CASE("for gives null, and binds nothing when its list is empty") {
    CHECK(printed_by(R"(
main:
  - for: x
    in: []
    do: [ { return: 1 } ]
    as: result
  - print: ${{ result }}
  - print: ${{ x }}
)") == Lines{"null", "ValueError: \"x\" has no value yet: the step in line 3 would have bound it, and has not run here, "
                     "in ${{ x }} at 1"});
}

TEST_CASE("the list of for is evaluated once, before the first round") {
    CHECK(printed_by(R"(
main:
  - assign: { list: [1, 2] }
  - for: x
    in: ${{ list }}
    do: [ { assign: { list: "${{ list + [x] }}" } } ]
  - print: ${{ list }}
)") == Lines{"[1,2,1,2]"});
}

TEST_CASE("for over what is no list is found before the run, or is a ValueError") {
    CHECK(diagnostics_of("main:\n  - for: x\n    in: 3\n    do: []\n") ==
          Lines{"3:9: error: \"in\" of for is a list or a map, found int 3 [wrong-type]"});
    CHECK(run_text("main:\n  - for: x\n    in: ${{ 1 + 2 }}\n    do: []\n").error ==
          "ValueError: \"in\" of for is a list or a map, found int 3");
}

TEST_CASE("a return in for ends the task, and a cancellation strikes where a round waits") {
    CHECK(run_text("main:\n  - for: x\n    in: [1, 2]\n    do: [ { return: \"${{ x }}\" } ]\n").result == "1");
    CHECK(printed_by(R"(
main:
  - spawn:
      for: x
      in: [1, 2, 3]
      do: [ { print: "${{ x }}" }, { sleep: 1 } ]
    as: looping
  - sleep: 1.5
  - cancel: looping
  - sleep: 5
  - print: ${{ looping.cancelled }}
)") == Lines{"1", "2", "true"});
}

}  // namespace aiorun::testing
