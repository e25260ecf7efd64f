#include "observe/critical_path.hpp"

#include "observe/wait_kinds.hpp"

namespace aiorun::observe {

void CriticalPath::task_created(const runtime::Task& task) {
    main_ = main_ == 0 ? task.id() : main_;
    TaskState& state = tasks_[task.id()];
    if (loop_.current() == nullptr && last_end_ == loop_.now()) {
        state.path = last_ended_;  // the loop made it: a branch that waited for one to end
    } else if (auto parent = tasks_.find(task.parent_id()); parent != tasks_.end()) {
        state.path = parent->second.path;
    }
}

void CriticalPath::task_ended(const runtime::Task& task) {
    auto found = tasks_.find(task.id());
    if (found == tasks_.end()) {
        return;
    }
    last_ended_ = found->second.path;
    last_end_ = loop_.now();
    if (task.id() == main_) {
        end_ = found->second.path;
    }
    if (auto parent = tasks_.find(task.parent_id()); parent != tasks_.end()) {
        parent->second.child_path = found->second.path;
        parent->second.child_end = loop_.now();
    }
    tasks_.erase(found);
}

void CriticalPath::wait_began(const runtime::Task& task, const runtime::Wait& wait) {
    TaskState& state = tasks_[task.id()];
    state.kind = wait.subject().kind;
    state.subject = wait.subject().name;
    state.began = loop_.now();
    state.was_woken_by_task = false;
    state.waker = nullptr;
}

void CriticalPath::wait_woken(const runtime::Task& task, const runtime::Wait&, const runtime::Task* waker) {
    auto found = waker == nullptr ? tasks_.end() : tasks_.find(waker->id());
    if (found == tasks_.end()) {
        return;
    }
    value::Reference<Path> path = found->second.path;
    TaskState& state = tasks_[task.id()];
    state.was_woken_by_task = true;
    state.waker = std::move(path);
}

void CriticalPath::wait_ended(const runtime::Task& task) {
    TaskState& state = tasks_[task.id()];
    runtime::Time now = loop_.now();
    if (now == state.began) {
        return;  // it took no time
    }
    // The child that ended last, right now, is the one that was waited for; a handle may be no child. When nothing ended
    // now, a timeout did this.
    if (is_for_tasks(state.kind) && last_end_ == now) {
        state.path = state.child_end == now ? state.child_path : last_ended_;
        return;
    }
    if (state.was_woken_by_task) {
        state.path = std::move(state.waker);
    }
    state.path = Path::extend(std::move(state.path), {.task = task.name(),
                                                      .step = task.step(),
                                                      .kind = state.kind,
                                                      .subject = std::move(state.subject),
                                                      .is_handed_over = state.was_woken_by_task,
                                                      .begin = state.began,
                                                      .end = now});
}

std::vector<PathLink> CriticalPath::links() const {
    auto main = tasks_.find(main_);
    return Path::links(main != tasks_.end() ? main->second.path : end_);
}

}  // namespace aiorun::observe
