// asyncio.shield: a task of its own, which goes on when who awaits it is cancelled.
#pragma once

#include "runtime/task.hpp"

namespace aiorun::runtime {

/// Starts `start` as a task and waits for it; a cancellation of `self` ends the wait and not the task.
Coro<Completion> shield(Task& self, TaskStart start);

}  // namespace aiorun::runtime
