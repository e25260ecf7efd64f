#include "runtime/queue.hpp"

#include <algorithm>
#include <array>

namespace aiorun::runtime {

class Queue::QueueWait final : public Waiter {
  public:
    QueueWait(Task& task, const Queue& queue, WaitKind kind) : Waiter(task), queue_(queue), kind_(kind) {}
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        unlink();
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {kind_, queue_.name()}; }

  private:
    const Queue& queue_;
    WaitKind kind_;
};

namespace {

Completion shut_down_error(const std::string& name) {
    return value::failure(value::error_type::queue_shut_down, "the queue " + name + " is shut down");
}

/// Orders a heap so that the lowest priority is in front, and of equal ones the one that entered first.
bool later(const Value& a, uint64_t a_entered, const Value& b, uint64_t b_entered) {
    if (a.is_int() && b.is_int()) {
        return a.as_int() != b.as_int() ? a.as_int() > b.as_int() : a_entered > b_entered;
    }
    double x = a.to_double();
    double y = b.to_double();
    return x != y ? x > y : a_entered > b_entered;
}

constexpr auto ranked_later = [](const auto& a, const auto& b) {
    return later(a.item.priority, a.entered, b.item.priority, b.entered);
};

}  // namespace

Queue::Queue(std::string name, Order order, int64_t maxsize)
    : SharedObject(name), order_(order), maxsize_(maxsize), finished_(value::make_counted<Event>(name, WaitKind::queue_join)) {
    finished_->set();
}

void Queue::add(Item item) {
    if (order_ == Order::fifo) {
        fifo_.push_back(std::move(item.value));
        return;
    }
    items_.push_back({std::move(item), entered_++});
    if (order_ == Order::priority) {
        std::ranges::push_heap(items_, ranked_later);
    }
}

Value Queue::take() {
    if (order_ == Order::fifo) {
        Value value = std::move(fifo_.front());
        fifo_.pop_front();
        return value;
    }
    if (order_ == Order::priority) {
        std::ranges::pop_heap(items_, ranked_later);
    }
    Value value = std::move(items_.back().item.value);
    items_.pop_back();
    return value;
}

void Queue::wake_next(WaiterList& waiters) {
    if (!waiters.empty()) {
        waiters.pop_front().wake();
    }
}

Coro<Completion> Queue::put(Task& task, Item item) {
    while (full()) {
        if (shut_down_) {
            co_return shut_down_error(name());
        }
        QueueWait wait(task, *this, WaitKind::queue_put);
        putters_.push_back(wait);
        if (co_await wait == Wakeup::cancelled) {
            wait.unlink();
            // Woken, and cannot take the place: the next one gets it (bpo-23812).
            if (!full() && wait.state() != Waiter::State::cancelled) {
                wake_next(putters_);
            }
            co_return Completion::cancelled();
        }
    }
    co_return put_nowait(std::move(item));
}

Completion Queue::put_nowait(Item item) {
    if (shut_down_) {
        return shut_down_error(name());
    }
    if (full()) {
        return value::failure(value::error_type::queue_full, "the queue " + name() + " is full");
    }
    add(std::move(item));
    ++unfinished_;
    finished_->clear();
    wake_next(getters_);
    return Value();
}

Coro<Completion> Queue::get(Task& task) {
    while (empty()) {
        if (shut_down_) {
            co_return shut_down_error(name());
        }
        QueueWait wait(task, *this, WaitKind::queue_get);
        getters_.push_back(wait);
        if (co_await wait == Wakeup::cancelled) {
            wait.unlink();
            if (!empty() && wait.state() != Waiter::State::cancelled) {
                wake_next(getters_);
            }
            co_return Completion::cancelled();
        }
    }
    co_return get_nowait();
}

Completion Queue::get_nowait() {
    if (empty()) {
        return shut_down_ ? shut_down_error(name())
                          : value::failure(value::error_type::queue_empty, "the queue " + name() + " is empty");
    }
    Value value = take();
    wake_next(putters_);
    return value;
}

Completion Queue::task_done() {
    if (unfinished_ == 0) {
        return value::value_error("task_done was called more often than there were items in the queue " + name());
    }
    if (--unfinished_ == 0) {
        finished_->set();
    }
    return Value();
}

Coro<Wakeup> Queue::join(Task& task) {
    if (unfinished_ > 0) {
        co_return co_await finished_->wait(task);
    }
    co_return Wakeup::normal;
}

void Queue::shutdown(Shutdown how) {
    shut_down_ = true;
    if (how == Shutdown::immediate) {
        while (!empty()) {
            (void)take();
            unfinished_ -= unfinished_ > 0 ? 1 : 0;
        }
        if (unfinished_ == 0) {
            finished_->set();
        }
    }
    while (!getters_.empty()) {
        wake_next(getters_);
    }
    while (!putters_.empty()) {
        wake_next(putters_);
    }
}

std::optional<Value> Queue::field(std::string_view name) const {
    if (name == "size") {
        return Value(static_cast<int64_t>(size()));
    }
    return std::nullopt;
}

std::span<const std::string_view> Queue::field_names() const {
    static constexpr std::array<std::string_view, 1> names{"size"};
    return names;
}

}  // namespace aiorun::runtime
