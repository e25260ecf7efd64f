// asyncio.timeout(): cancels the task when its time is over, and turns that one cancellation into a TimeoutError.
#pragma once

#include <string>

#include "runtime/task.hpp"

namespace aiorun::runtime {

/// A scope on the frame of the coroutine that runs under the timeout: made before the body, asked for the outcome
/// after it.
class Timeout final : private Timer {
  public:
    Timeout(Task& task, Duration delay);
    Timeout(const Timeout&) = delete;

    /// What the body's outcome means outside of the scope (Timeout.__aexit__). `message` is the TimeoutError's.
    [[nodiscard]] Completion leave(Completion body, std::string message);

  private:
    void run() override;

    Task& task_;
    uint32_t cancelling_;
    bool expiring_ = false;
};

}  // namespace aiorun::runtime
