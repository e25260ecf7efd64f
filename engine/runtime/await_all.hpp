// `await: [handle, …]`: asyncio.gather over tasks that exist already, and asyncio.wait for the end of a run.
#pragma once

#include <vector>

#include "runtime/task.hpp"

namespace aiorun::runtime {

/// Results in order of the handles; the first error is raised at once. Cancelling who awaits cancels all of them.
Coro<Completion> await_all(Task& self, std::vector<TaskReference> tasks);

/// asyncio.wait: until all of them are done, whatever their outcome. Cancelling it cancels none of them.
Coro<Completion> wait_all(Task& self, std::vector<TaskReference> tasks);

}  // namespace aiorun::runtime
