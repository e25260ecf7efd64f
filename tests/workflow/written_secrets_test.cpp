#include "workflow/written_secrets.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("literal defaults of secret params are secrets of the file, also of one with errors") {
    Outcome outcome = run_text("params:\n  a: { secret: true, default: hunter2x, choices: [b] }\n  c: visible\nmain: [ { print: x } ]\n");
    value::Secrets secrets = workflow::written_secrets(outcome.workflow.get());
    CHECK(secrets.mask("hunter2x visible") == "*** visible");
    CHECK(workflow::written_secrets(nullptr).empty());
}

}  // namespace aiorun::testing
