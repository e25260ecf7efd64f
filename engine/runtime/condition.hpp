// asyncio.Condition: waiting for a change under a lock; several conditions may share a lock.
#pragma once

#include <string>

#include "runtime/lock.hpp"

namespace aiorun::runtime {

class Condition final : public SharedObject {
  public:
    /// `kind` is what to wait for it is, where it is a part of something else.
    Condition(std::string name, value::Reference<Lock> lock, WaitKind kind = WaitKind::condition)
        : SharedObject(std::move(name)), lock_(std::move(lock)), kind_(kind) {}

    [[nodiscard]] Lock& lock() const noexcept { return *lock_; }
    /// Gives the lock back, waits to be notified, and takes the lock again, also when it is cancelled. The lock has to
    /// be held.
    Coro<Wakeup> wait(Task& task);
    /// Wakes up to `count` waiters. The lock has to be held.
    void notify(uint64_t count);
    void notify_all() { notify(UINT64_MAX); }

    [[nodiscard]] std::string_view type_name() const override { return "condition"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override { return lock_->field(name); }
    [[nodiscard]] std::span<const std::string_view> field_names() const override { return lock_->field_names(); }

  private:
    class ConditionWait;
    Coro<Wakeup> reacquire(Task& task);

    value::Reference<Lock> lock_;
    WaitKind kind_;
    WaiterList pending_;
};

}  // namespace aiorun::runtime
