#include "runtime/child_tasks.hpp"

namespace aiorun::runtime {

void ChildTasks::start(TaskOwner& owner) {
    parent_id_ = loop_.current() == nullptr ? 0 : loop_.current()->id();
    for (size_t i = 0; i < limit_ && i < count_; ++i) {
        start_next(owner);
    }
    if (count_ == 0) {
        close();  // nothing will: the names that it copied may hold the construct itself
    }
}

Task* ChildTasks::start_next(TaskOwner& owner) {
    if (started_ == count_ || source_ == nullptr) {
        return nullptr;
    }
    TaskStart start = source_->make(started_);
    start.index = static_cast<uint32_t>(started_++);
    start.parent_id = parent_id_;  // later ones start when one before them ends, while no task or another one runs
    TaskReference task = Task::create(loop_, std::move(start), value::Reference<TaskOwner>(&owner));
    alive_.push_back(*task);
    if (started_ == count_) {
        source_ = nullptr;  // the names that it copied are not needed any more
    }
    return task.get();  // the loop keeps it alive
}

bool cancel_all(SiblingList& tasks) {
    bool any = false;
    // A cancellation only schedules: no task leaves the list meanwhile.
    for (Task* task = tasks.first(); task != nullptr; task = tasks.next(*task)) {
        any = task->cancel() || any;
    }
    return any;
}

std::vector<const Task*> to_holders(SiblingList& tasks) {
    std::vector<const Task*> holders;
    for (Task* task = tasks.first(); task != nullptr && holders.size() < WaitDescription::most_holders;
         task = tasks.next(*task)) {
        holders.push_back(task);
    }
    return holders;
}

}  // namespace aiorun::runtime
