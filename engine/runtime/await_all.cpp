#include "runtime/await_all.hpp"

#include <deque>
#include <unordered_set>

namespace aiorun::runtime {
namespace {

/// A done-callback on one of several tasks.
template <class Group>
class Watch final : public Callback {
  public:
    Watch(Group& group, TaskReference task) : group_(group), task_(std::move(task)) {}
    void run() override { group_.task_done(*task_); }
    [[nodiscard]] Task& task() const noexcept { return *task_; }

  private:
    Group& group_;
    TaskReference task_;
};

std::vector<const Task*> alive_of(const std::vector<TaskReference>& tasks) {
    std::vector<const Task*> alive;
    for (const TaskReference& task : tasks) {
        if (alive.size() == WaitDescription::most_holders) {
            break;
        }
        if (!task->done()) {
            alive.push_back(task.get());
        }
    }
    return alive;
}

class HandleGather final : public Waiter {
  public:
    HandleGather(Task& self, std::vector<TaskReference> tasks) : Waiter(self), tasks_(std::move(tasks)) {
        std::unordered_set<Task*> seen;
        std::vector<Task*> done;
        for (const TaskReference& task : tasks_) {
            if (!seen.insert(task.get()).second) {
                continue;
            }
            if (task->done()) {
                done.push_back(task.get());
            } else {
                task->add_done_callback(watches_.emplace_back(*this, task));
            }
        }
        left_ = seen.size();
        for (Task* task : done) {
            task_done(*task);
        }
    }
    ~HandleGather() {
        for (auto& watch : watches_) {
            if (watch.is_linked()) {
                watch.task().retrieve_at_end();
            }
        }
    }

    void task_done(Task& task) {
        --left_;
        task.mark_retrieved();
        if (over_) {
            return;
        }
        if (task.failed() || task.cancelled()) {
            end(task.result());
        } else if (left_ == 0) {
            end(cancel_requested_ ? Completion::cancelled() : results());
        }
    }

    bool forward_cancel(std::vector<Task*>& to) override {
        for (size_t i = 0; i < tasks_.size() && !over_; ++i) {
            tasks_[i]->mark_retrieved();
            if (!tasks_[i]->done()) {
                to.push_back(tasks_[i].get());
                cancel_requested_ = true;
            }
        }
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::tasks, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return alive_of(tasks_); }

    [[nodiscard]] bool over() const noexcept { return over_; }
    [[nodiscard]] Completion take_outcome() { return std::move(outcome_); }

  private:
    void end(Completion completion) {
        over_ = true;
        outcome_ = std::move(completion);
        if (task().waiting_for() == this) {
            wake();
        }
    }
    [[nodiscard]] Completion results() const {
        std::vector<Value> values;
        for (const TaskReference& task : tasks_) {
            values.push_back(task->result());
        }
        return value::make_list(std::move(values));
    }

    std::vector<TaskReference> tasks_;
    std::deque<Watch<HandleGather>> watches_;
    Completion outcome_;
    size_t left_ = 0;
    bool over_ = false;
    bool cancel_requested_ = false;
};

class AllDone final : public Waiter {
  public:
    AllDone(Task& self, std::vector<TaskReference> tasks) : Waiter(self), tasks_(std::move(tasks)), left_(tasks_.size()) {
        for (const TaskReference& task : tasks_) {
            task->add_done_callback(watches_.emplace_back(*this, task));
        }
    }
    void task_done(Task&) {
        if (--left_ == 0) {
            wake();
        }
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::tasks, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return alive_of(tasks_); }

  private:
    std::vector<TaskReference> tasks_;
    std::deque<Watch<AllDone>> watches_;
    size_t left_;
};

}  // namespace

Coro<Completion> await_all(Task& self, std::vector<TaskReference> tasks) {
    if (tasks.empty()) {
        co_return value::make_list({});
    }
    HandleGather gather(self, std::move(tasks));
    if (!gather.over() && co_await gather == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    co_return gather.take_outcome();
}

Coro<Completion> wait_all(Task& self, std::vector<TaskReference> tasks) {
    AllDone all(self, std::move(tasks));
    if (co_await all == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    co_return Value();
}

}  // namespace aiorun::runtime
