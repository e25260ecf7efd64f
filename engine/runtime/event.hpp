// asyncio.Event: a flag that tasks wait for.
#pragma once

#include <string>

#include "runtime/shared_object.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

class Event final : public SharedObject {
  public:
    /// `kind` is what to wait for it is, where it is a part of something else.
    explicit Event(std::string name, WaitKind kind = WaitKind::event) : SharedObject(std::move(name)), kind_(kind) {}

    [[nodiscard]] bool is_set() const noexcept { return set_; }
    void set();
    void clear() noexcept { set_ = false; }
    /// Returns at once when it is set.
    Coro<Wakeup> wait(Task& task);

    [[nodiscard]] std::string_view type_name() const override { return "event"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

  private:
    class EventWait;
    WaiterList pending_;
    WaitKind kind_;
    bool set_ = false;
};

}  // namespace aiorun::runtime
