#include "runtime/wait.hpp"

#include "runtime/task.hpp"

namespace aiorun::runtime {

void Waiter::wake() {
    if (is_pending()) {
        state_ = State::woken;
        task_.schedule();
    }
}

bool Waiter::cancel() {
    if (!is_pending()) {
        return false;
    }
    state_ = State::cancelled;
    task_.schedule();
    return true;
}

void Waiter::await_suspend(std::coroutine_handle<> caller) { task_.suspend(caller, *this); }

Wakeup Waiter::await_resume() {
    bool delivered = task_.take_delivery();
    return delivered || state_ == State::cancelled ? Wakeup::cancelled : Wakeup::normal;
}

void Yield::await_suspend(std::coroutine_handle<> caller) { task_.suspend_until_next_turn(caller); }

Wakeup Yield::await_resume() { return task_.take_delivery() ? Wakeup::cancelled : Wakeup::normal; }

}  // namespace aiorun::runtime
