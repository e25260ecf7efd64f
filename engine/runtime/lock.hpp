// asyncio.Lock: granted in the order in which it was asked for. Not re-entrant.
#pragma once

#include <string>

#include "runtime/shared_object.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

class Lock final : public SharedObject {
  public:
    explicit Lock(std::string name) : SharedObject(std::move(name)) {}

    /// Takes it without waiting, if nobody has it or queues for it.
    [[nodiscard]] bool try_acquire(Task& task) noexcept;
    /// Waits for it (Lock.acquire).
    Coro<Wakeup> acquire(Task& task);
    /// False when nobody holds it.
    [[nodiscard]] bool release();
    [[nodiscard]] bool locked() const noexcept { return locked_; }

    [[nodiscard]] std::string_view type_name() const override { return "lock"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

  private:
    class AcquireWait;
    void wake_first();
    void take(Task& task) noexcept;

    WaiterList waiters_;          // also those that are woken or cancelled and have not run yet
    uint32_t not_cancelled_ = 0;  // of waiters_
    bool locked_ = false;
    TaskReference holder_;  // the task that took it; it may have ended since
    friend class AcquireWait;
};

}  // namespace aiorun::runtime
