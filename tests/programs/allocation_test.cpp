// Memory that is used up: an error and a status, whichever allocator the program is linked with.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

namespace aiorun::programs {
namespace {

TEST_CASE("a run that needs more memory than there is says so and fails") {
    if (is_sanitized) {
        return;  // AddressSanitizer reserves terabytes of addresses
    }
    TemporaryFolder folder;
    write_file(folder.path() / "workflow.yaml", R"(
main:
  - gather: { for: i, in: "${{ range(2000000) }}", do: { sleep: 1 } }
)");
    Outcome outcome =
        run({.arguments = {"/bin/sh", "-c", "ulimit -v 300000; exec \"$0\" workflow.yaml", AIORUN_BINARY},
             .environment = plain_environment(),
             .folder = folder.path()});
    CHECK(outcome.errors == "error: out of memory\n");
    CHECK(outcome.output.empty());
    CHECK(outcome.status == 1);
}

}  // namespace
}  // namespace aiorun::programs
