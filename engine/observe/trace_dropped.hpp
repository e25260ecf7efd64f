// Tasks that are dropped where they stand when a run ends: in a trace they end, too.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "observe/task_table.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::observe {

/// The ends of the tasks that are left in the table: children before their parents.
template <class T>
[[nodiscard]] std::vector<TraceEvent> ends_of_dropped(TaskTable<T>& tasks, runtime::Duration time) {
    std::vector<uint64_t> left;
    tasks.for_each([&](uint64_t task, T&) { left.push_back(task); });
    std::ranges::sort(left, std::greater<>());
    std::vector<TraceEvent> ends;
    for (uint64_t task : left) {
        TraceEvent& end = ends.emplace_back();
        end.type = TraceEvent::Type::task_ended;
        end.time = time;
        end.task = task;
        end.outcome = TraceEvent::Outcome::cancelled;
    }
    return ends;
}

}  // namespace aiorun::observe
