// What `notify` and `notify_all` have in common.
#pragma once

#include "runtime/condition.hpp"
#include "steps/action.hpp"

namespace aiorun::steps {

/// Wakes up to `count` tasks that wait for the condition; a RuntimeError when its lock is not held.
[[nodiscard]] Completion notify(runtime::Condition& condition, uint64_t count);

}  // namespace aiorun::steps
