#include "runtime/barrier.hpp"

#include <array>

namespace aiorun::runtime {
namespace {

Completion broken(const std::string& name) {
    return value::failure(value::error_type::broken_barrier, "the barrier " + name + " was aborted or reset");
}

}  // namespace

Barrier::Barrier(std::string name, int64_t parties)
    : SharedObject(name), condition_(value::make_counted<Condition>(name, value::make_counted<Lock>(name), WaitKind::barrier)), parties_(parties) {}

Coro<Completion> Barrier::wait(Task& task) {
    if (co_await condition_->lock().acquire(task) == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    Completion result = co_await pass(task);
    (void)condition_->lock().release();
    co_return result;
}

/// The body of Barrier.wait, under the condition's lock.
Coro<Completion> Barrier::pass(Task& task) {
    while (state_ == State::draining || state_ == State::resetting) {
        if (co_await condition_->wait(task) == Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
    }
    if (state_ == State::broken) {
        co_return broken(name());
    }
    int64_t index = count_++;
    Completion result = Value(index);
    if (index + 1 == parties_) {
        state_ = State::draining;
        condition_->notify_all();
    } else {
        Completion filled = co_await wait_until_filled(task);
        if (filled.is_raised()) {
            result = std::move(filled);
        }
    }
    leave();
    co_return result;
}

Coro<Completion> Barrier::wait_until_filled(Task& task) {
    while (state_ == State::filling) {
        if (co_await condition_->wait(task) == Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
    }
    if (state_ == State::broken || state_ == State::resetting) {
        co_return broken(name());
    }
    co_return Value();
}

void Barrier::leave() {
    if (--count_ > 0) {
        return;
    }
    if (state_ == State::resetting || state_ == State::draining) {
        state_ = State::filling;
    }
    condition_->notify_all();
}

Coro<Completion> Barrier::abort(Task& task) {
    if (co_await condition_->lock().acquire(task) == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    state_ = State::broken;
    condition_->notify_all();
    (void)condition_->lock().release();
    co_return Value();
}

Coro<Completion> Barrier::reset(Task& task) {
    if (co_await condition_->lock().acquire(task) == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    state_ = count_ > 0 ? State::resetting : State::filling;
    condition_->notify_all();
    (void)condition_->lock().release();
    co_return Value();
}

std::optional<Value> Barrier::field(std::string_view name) const {
    if (name == "waiting") {
        return Value(state_ == State::filling ? count_ : 0);
    }
    if (name == "broken") {
        return Value(state_ == State::broken);
    }
    return std::nullopt;
}

std::span<const std::string_view> Barrier::field_names() const {
    static constexpr std::array<std::string_view, 2> names{"waiting", "broken"};
    return names;
}

}  // namespace aiorun::runtime
