// Who waits for what, and who would have to do something first: for deadlocks, and for users who ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/loop.hpp"

namespace aiorun::workflow {

struct WaitingTask {
    std::string task;
    std::string step;   ///< the step it is at: its name, or its action
    std::string place;  ///< `flow.yaml:12`, or empty
    uint32_t column = 0;
    std::string waits_for;  ///< empty: for nothing, it runs or is about to
    std::vector<std::string> holders;  ///< tasks that would have to do something first
};

struct WaitingReport {
    std::vector<WaitingTask> tasks;  ///< the first ones, in order of creation
    size_t more = 0;                 ///< how many there are beside them
};

/// Looks at all tasks of the loop that are alive; shows at most `most`.
[[nodiscard]] WaitingReport report_waiting(runtime::Loop& loop, size_t most);
/// Several lines, each indented by two spaces, without a line feed at the end.
[[nodiscard]] std::string to_text(const WaitingReport& report);

}  // namespace aiorun::workflow
