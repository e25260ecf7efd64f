#include "runtime/join.hpp"

namespace aiorun::runtime {

void Join::await_suspend(std::coroutine_handle<> caller) {
    if (joined_.get() == &self_) {
        self_.suspend_until_next_turn(caller);
        return;
    }
    joined_->add_done_callback(self_);
    self_.suspend(caller, *this);
}

Completion Join::await_resume() {
    if (self_.take_delivery()) {
        return Completion::cancelled();
    }
    if (joined_.get() == &self_) {
        return Value(value::failure(value::error_type::runtime, "a task cannot await itself"));
    }
    return joined_->outcome();
}

}  // namespace aiorun::runtime
