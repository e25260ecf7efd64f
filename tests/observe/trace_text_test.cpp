#include "observe/trace_text.hpp"

#include "tests/observe/traced.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("a trace for people names tasks, steps and places") {
    CHECK(trace<TextTrace>("main:\n  - { sleep: 1.5, name: nap }\n  - { print: x, if: 'false' }\n").text ==
          R"(    0.000000  aiorun 1 runs flow.yaml on the virtual clock
    0.000000  main  is created
    0.000000  main  begins sleep "nap" (flow.yaml:2:7)
    0.000000  main  waits: sleep
    1.500000  main  goes on
    1.500000  main  ends sleep "nap" (flow.yaml:2:7)
    1.500000  main  begins print (flow.yaml:3:7)
    1.500000  main  skips print (flow.yaml:3:7)
    1.500000  main  is done
    1.500000  the run ends: success, exit status 0
)");
}

TEST_CASE("what could act on a terminal is escaped, and secrets are masked") {
    value::Secrets secrets;
    secrets.add(value::Value("hush"));
    Traced seen = trace<TextTrace>("main:\n  - print: \"\\e[31mhush\"\n  - raise: \"no\\nhush\"\n", nullptr, secrets);
    CHECK(seen.has("main  prints \\x1b[31m***\n"));
    CHECK(seen.has("main  fails in raise (flow.yaml:3:5): RuntimeError: no\\n***\n"));
    CHECK(seen.has("main  failed: RuntimeError: no\\n***\n"));
}

}  // namespace
}  // namespace aiorun::observe
