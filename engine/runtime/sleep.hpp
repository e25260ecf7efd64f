// asyncio.sleep: 0 or less gives the others one turn; more is a timer, and the task runs two turns after it is due.
#pragma once

#include "runtime/task.hpp"

namespace aiorun::runtime {

/// `co_await Sleep(self, duration)`, for a duration above 0; Yield is the other one.
/// Also a Timer, which tells an observer of the wait when it would be over.
class Sleep final : public Waiter, public Timer {
  public:
    Sleep(Task& self, Duration duration) : Waiter(self) {
        Loop& loop = self.loop();
        loop.set_timer(*this, deadline(loop.now(), duration));
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::sleep, {}}; }

  private:
    void run() override { wake(); }  // futures._set_result_unless_cancelled
};

/// The same for any duration, and as a leaf: for tasks that do nothing but sleep.
[[nodiscard]] Coro<Completion> sleep(Task& self, Duration duration);

}  // namespace aiorun::runtime
