// Children: all processes that run() has in flight. The kernel has one list of children for the whole
// process, so there is one of these too.
#pragma once

#include <sys/types.h>

namespace aiorun::process {

class Child;

/// Between these two, the reaper tells the child when it collected it, and kill_all() reaches it. Removing
/// one that is not there changes nothing: its id may be that of another one by now.
void add_child(pid_t id, Child& child);
void remove_child(pid_t id, Child& child) noexcept;
/// Null for a process that is not ours: an orphan that we inherited.
[[nodiscard]] Child* find_child(pid_t id) noexcept;
/// Whether any is running.
[[nodiscard]] bool has_children() noexcept;

}  // namespace aiorun::process
