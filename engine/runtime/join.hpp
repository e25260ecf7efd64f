// Join: `await task`. Gives the task's value or error; cancelling who awaits cancels the task that is awaited.
#pragma once

#include "runtime/task.hpp"

namespace aiorun::runtime {

/// `co_await Join(self, task)` gives a Completion. A task that is done is no reason to wait. Awaiting oneself is a
/// RuntimeError, one turn later, as in asyncio.
class Join final : public Wait {
  public:
    Join(Task& self, TaskReference joined) : self_(self), joined_(std::move(joined)) {}
    Join(const Join&) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return joined_->done(); }
    void await_suspend(std::coroutine_handle<> caller);
    [[nodiscard]] Completion await_resume();

    bool cancel() override { return joined_->cancel(); }
    [[nodiscard]] Task* joined() const noexcept override { return joined_.get(); }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::task, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return {joined_.get()}; }
    [[nodiscard]] std::string shown_name() const override { return joined_->name(); }

  private:
    Task& self_;
    TaskReference joined_;
};

}  // namespace aiorun::runtime
