#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("error types are a name or a list of names") {
    CHECK(diagnostics_of("main:\n  - try: []\n    except: { type: [A, 1, []], do: [] }\n") ==
          Lines{"3:25: error: \"type\" is the name of an error type or a list of them, found an int [wrong-type]",
                "3:28: error: \"type\" is the name of an error type or a list of them, found a list [wrong-type]"});
    CHECK(diagnostics_of("main:\n  - sleep: 1\n    retry: { attempts: 2, on: 5 }\n") ==
          Lines{"3:31: error: \"on\" is the name of an error type or a list of them, found an int [wrong-type]"});
}

TEST_CASE("an empty list of error types is refused: it would match nothing, or everything") {
    CHECK(diagnostics_of("main:\n  - try: []\n    except: { type: [], do: [] }\n") ==
          Lines{"3:21: error: \"type\" is the name of an error type or a list of them, found an empty list [wrong-value]"});
}

}  // namespace aiorun::testing
