#include "runtime/shared_object.hpp"

#include <algorithm>

#include "runtime/task.hpp"

namespace aiorun::runtime {

std::vector<const Task*> alive_tasks(Loop& loop, const std::vector<uint64_t>& ids) {
    std::vector<const Task*> found;
    TaskList& tasks = loop.tasks();
    for (Task* task = tasks.first(); task != nullptr; task = tasks.next(*task)) {
        if (std::ranges::find(ids, task->id()) != ids.end()) {
            found.push_back(task);
        }
    }
    return found;
}

}  // namespace aiorun::runtime
