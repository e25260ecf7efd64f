// asyncio.Semaphore and asyncio.BoundedSemaphore: places are given in the order in which they were asked for, and a
// newcomer never overtakes.
#pragma once

#include <string>

#include "runtime/shared_object.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

struct HoldTag;

class Semaphore final : public SharedObject {
  public:
    enum class Bound : uint8_t { unbounded, bounded };
    Semaphore(std::string name, int64_t value, Bound bound)
        : SharedObject(std::move(name)), value_(value), initial_(value), bound_(bound) {}

    [[nodiscard]] bool try_acquire() noexcept;
    Coro<Wakeup> acquire(Task& task);
    /// False when a bounded one would get above its first value.
    [[nodiscard]] bool release();
    [[nodiscard]] int64_t value() const noexcept { return value_; }
    /// Whether acquire() would wait (Semaphore.locked).
    [[nodiscard]] bool locked() const noexcept { return value_ == 0 || !pending_.empty() || woken_ > 0; }

    /// For reports: a task that has one of the places as long as this lives.
    class Hold : public Hook<HoldTag> {
      public:
        Hold(Semaphore& semaphore, Task& task) : task_(task) { semaphore.holds_.push_back(*this); }
        [[nodiscard]] const Task& task() const noexcept { return task_; }

      private:
        Task& task_;
    };

    [[nodiscard]] std::string_view type_name() const override { return "semaphore"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

  private:
    class AcquireWait;
    bool wake_next();

    WaiterList pending_;
    uint64_t woken_ = 0;  // waiters that have a place and have not run yet
    int64_t value_;
    int64_t initial_;
    Bound bound_;
    mutable HookList<Hold, HoldTag> holds_;
};

}  // namespace aiorun::runtime
