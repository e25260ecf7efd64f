// asyncio.Queue, LifoQueue and PriorityQueue, with join and shutdown.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/shared_object.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

class Queue final : public SharedObject {
  public:
    enum class Order : uint8_t { fifo, lifo, priority };
    /// A `maxsize` of 0 or less means without a bound.
    Queue(std::string name, Order order, int64_t maxsize);

    struct Item {
        Value value;
        Value priority;  ///< an int or a double; used by priority queues
    };

    Coro<Completion> put(Task& task, Item item);
    [[nodiscard]] Completion put_nowait(Item item);
    Coro<Completion> get(Task& task);
    [[nodiscard]] Completion get_nowait();
    [[nodiscard]] Completion task_done();
    Coro<Wakeup> join(Task& task);
    enum class Shutdown : uint8_t { orderly, immediate };
    void shutdown(Shutdown how);

    [[nodiscard]] size_t size() const noexcept { return order_ == Order::fifo ? fifo_.size() : items_.size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] bool full() const noexcept { return maxsize_ > 0 && size() >= static_cast<uint64_t>(maxsize_); }
    [[nodiscard]] Order order() const noexcept { return order_; }

    [[nodiscard]] std::string_view type_name() const override { return "queue"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

  private:
    class QueueWait;
    struct Ranked {
        Item item;
        uint64_t entered = 0;
    };

    void add(Item item);
    [[nodiscard]] Value take();
    static void wake_next(WaiterList& waiters);

    Order order_;
    int64_t maxsize_;
    std::deque<Value> fifo_;
    std::vector<Ranked> items_;  // a stack, or a heap with the lowest priority in front
    uint64_t entered_ = 0;
    WaiterList getters_;
    WaiterList putters_;
    uint64_t unfinished_ = 0;
    value::Reference<Event> finished_;
    bool shut_down_ = false;
};

}  // namespace aiorun::runtime
