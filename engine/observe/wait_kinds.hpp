// What kinds of waits have in common, for those who sum them up.
#pragma once

#include "runtime/wait.hpp"

namespace aiorun::observe {

/// Whether such a wait ends with the end of other tasks: its time is theirs.
[[nodiscard]] constexpr bool is_for_tasks(runtime::WaitKind kind) noexcept {
    using runtime::WaitKind;
    switch (kind) {
        case WaitKind::task:
        case WaitKind::tasks:
        case WaitKind::gather:
        case WaitKind::task_group:
        case WaitKind::race:
        case WaitKind::as_completed:
        case WaitKind::shield: return true;
        default: return false;
    }
}

}  // namespace aiorun::observe
