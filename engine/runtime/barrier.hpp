// asyncio.Barrier: tasks that wait for each other until there are enough of them.
#pragma once

#include <expected>
#include <string>

#include "runtime/condition.hpp"

namespace aiorun::runtime {

class Barrier final : public SharedObject {
  public:
    Barrier(std::string name, int64_t parties);

    /// Gives the index of the caller, 0 to parties - 1; else a BrokenBarrierError or a cancellation.
    Coro<Completion> wait(Task& task);
    /// Barrier.abort and Barrier.reset: a cancellation, or null.
    Coro<Completion> abort(Task& task);
    Coro<Completion> reset(Task& task);

    [[nodiscard]] std::string_view type_name() const override { return "barrier"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

  private:
    enum class State : uint8_t { filling, draining, resetting, broken };

    Coro<Completion> pass(Task& task);
    Coro<Completion> wait_until_filled(Task& task);
    void leave();

    value::Reference<Condition> condition_;
    int64_t parties_;
    int64_t count_ = 0;
    State state_ = State::filling;
};

}  // namespace aiorun::runtime
