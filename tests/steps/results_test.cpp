// Results of branches are collected only where somebody can see them: here is every place where somebody can.
#include <malloc.h>

#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {
namespace {

/// The result of a workflow that binds `steps`' value to `seen`, by way of `do`.
std::string seen(const std::string& steps) {
    Outcome outcome = run_text("shared: { l: lock }\nvars: { yes: true, n: 1 }\ntasks:\n  task:\n    do:\n" + steps +
                               "  given:\n    do:\n      - gather: [ [ { return: 7 } ] ]\n        as: list\n      - return: ${{ list }}\n"
                               "main:\n  - do:\n" + steps + "    as: seen\n  - return: ${{ seen }}\n");
    return outcome.result + outcome.error;
}

/// Bytes that malloc has given out; 0 under sanitizers, which have an allocator of their own.
size_t memory_in_use() { return mallinfo2().uordblks + mallinfo2().hblkhd; }

}  // namespace

TEST_CASE("the value of a block is that of the gather or group at its end") {
    CHECK(seen("      - gather: [ { do: [ { return: 1 } ] }, [ { return: 2 } ] ]\n") == "[1,2]");
    CHECK(seen("      - task_group: [ [ { return: 1 } ], [ { return: 2 } ] ]\n") == "[1,2]");
    CHECK(seen("      - gather: { for: i, in: [3, 4], do: [ { return: \"${{ i }}\" } ] }\n") == "[3,4]");
    CHECK(seen("      - gather: { for: i, in: [3, 4], limit: 1, do: [ { return: \"${{ i }}\" } ] }\n") == "[3,4]");
}

TEST_CASE("it is seen through if, else, switch, try, handlers and modifiers") {
    CHECK(seen("      - gather: [ [ { return: 1 } ] ]\n        if: yes\n") == "[1]");
    CHECK(seen("      - print: no\n        if: \"!yes\"\n        else: [ { gather: [ [ { return: 1 } ] ] } ]\n") == "[1]");
    CHECK(seen("      - switch: [ { when: yes, do: [ { gather: [ [ { return: 1 } ] ] } ] } ]\n") == "[1]");
    CHECK(seen("      - try: [ { gather: [ [ { return: 1 } ] ] } ]\n        except: { do: [ { print: no } ] }\n") == "[1]");
    CHECK(seen("      - try: [ { raise: x } ]\n        except: { do: [ { gather: [ [ { return: 1 } ] ] } ] }\n") == "[1]");
    CHECK(seen("      - try: [ { print: x } ]\n        except: { do: [ { print: no } ] }\n"
               "        else: [ { gather: [ [ { return: 1 } ] ] } ]\n") == "[1]");
    CHECK(seen("      - gather: [ [ { return: 1 } ] ]\n        lock: l\n        retry: 2\n        timeout: 1s\n") == "[1]");
    CHECK(seen("      - gather: [ [ { return: 1 } ] ]\n        shield: true\n") == "[1]");
    CHECK(seen("      - task_group: { do: [ { gather: [ [ { return: 1 } ] ] } ] }\n") == "[1]");
}

TEST_CASE("the value of a branch is that of the gather at its end") {
    CHECK(seen("      - gather: [ [ { gather: [ [ { return: 1 } ] ] } ] ]\n") == "[[1]]");
    CHECK(seen("      - race: [ { gather: [ [ { return: 1 } ] ] } ]\n") == "[1]");
    CHECK(seen("      - gather: { for: i, in: [1, 2], do: { task_group: [ [ { return: \"${{ i }}\" } ] ] } }\n") == "[[1],[2]]");
}

TEST_CASE("handles and as_completed see what their branches give") {
    CHECK(run_text("main:\n  - spawn: { gather: [ [ { return: 1 } ] ] }\n    as: handle\n"
                   "  - await: ${{ handle }}\n    as: list\n  - return: ${{ list }}\n").result == "[1]");
    CHECK(printed_by("main:\n  - as_completed:\n      branches: [ { gather: [ [ { return: 1 } ] ] } ]\n      each: list\n"
                     "      then: [ { print: \"${{ list }}\" } ]\n") == Lines{"[1]"});
}

TEST_CASE("as binds the results wherever the step stands") {
    CHECK(printed_by("main:\n  - gather: [ [ { return: 1 } ] ]\n    as: list\n  - print: ${{ list }}\n") == Lines{"[1]"});
    CHECK(printed_by("main:\n  - for: i\n    in: [1]\n    do:\n      - task_group: [ [ { return: 1 } ] ]\n        as: list\n"
                     "      - print: ${{ list }}\n") == Lines{"[1]"});
    CHECK(printed_by("main:\n  - gather:\n      branches: [ [ { raise: x } ] ]\n      return_exceptions: true\n    as: list\n"
                     "  - print: ${{ list[0].error.message }}\n") == Lines{"x"});
}

TEST_CASE("errors come out of branches whose results are dropped") {
    CHECK(run_text("main:\n  - gather: [ [ { raise: x } ] ]\n").error == "RuntimeError: x");
    CHECK(run_text("main:\n  - task_group: [ [ { raise: x } ] ]\n").raised->errors.size() == 1);
    CHECK(printed_by("main:\n  - gather:\n      branches: [ [ { raise: x } ], [ { return: 1 } ] ]\n      return_exceptions: true\n"
                     "  - print: over\n") == Lines{"over"});
}

TEST_CASE("memory does not grow with the branches of a limited gather whose results are dropped") {
    auto run = [](const char* count) {
        return run_text("main:\n  - gather:\n      for: i\n      in: ${{ range(" + std::string(count) +
                        ") }}\n      limit: 10\n      do: { sleep: 0 }\n");
    };
    CHECK(run("100").error.empty());
    size_t before = memory_in_use();
    CHECK(run("200000").error.empty());
    CHECK(memory_in_use() < before + 64 * 1024);
}

TEST_CASE("a branch that sleeps costs at most 400 bytes") {
    constexpr size_t branches = 50'000;
#ifdef __clang__
    constexpr size_t most = 400;
#else
    constexpr size_t most = 440;  // g++ 14 keeps more on the frames of coroutines
#endif
    size_t before = memory_in_use();
    // The pool keeps what the branches took, so that it is seen afterwards.
    CHECK(run_text("main:\n  - gather:\n      for: i\n      in: ${{ range(" + std::to_string(branches) +
                   ") }}\n      do: { sleep: 1 }\n").error.empty());
    CHECK(memory_in_use() < before + most * branches);
}

}  // namespace aiorun::testing
