#include "workflow/task_places.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("a step stands in the body of the task that begins above it in its file") {
    Scenario scenario;
    scenario.text = "import: { lib: lib.yaml }\n"   // 1
                    "tasks:\n"                      // 2
                    "  pull:\n"                     // 3
                    "    do: [ { print: x } ]\n"    // 4
                    "main:\n"                       // 5
                    "  - pull:\n"                   // 6
                    "  - lib.push:\n";              // 7
    scenario.files["lib.yaml"] = "tasks: { push: { do: [ { print: y } ] } }\n";
    Outcome outcome = run_workflow(scenario);
    REQUIRE(outcome.workflow);
    workflow::TaskPlaces places(*outcome.workflow);
    const char* file = outcome.workflow->root().source->name().c_str();
    CHECK(places.task_at({file, 4, 11}).own == "pull");
    CHECK(places.task_at({file, 6, 5}).own == "main");
    CHECK(places.task_at({file, 1, 1}).own.empty());
    CHECK(places.task_at({"lib.yaml", 1, 20}).own == "push");
    CHECK(places.task_at({"lib.yaml", 1, 20}).imported == "lib.push");
    CHECK(places.task_at({file, 4, 11}).imported.empty());
    CHECK(places.task_at({}).own.empty());
}

}  // namespace aiorun::testing
