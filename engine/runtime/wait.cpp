#include "runtime/wait.hpp"

#include <array>

#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {
namespace {

struct Words {
    std::string_view word;
    std::string_view phrase;
};

/// In the order of WaitKind.
constexpr std::array<Words, static_cast<size_t>(WaitKind::other) + 1> all_words{{
    {"sleep", "sleep"},
    {"lock", "lock"},
    {"semaphore", "semaphore"},
    {"event", "event"},
    {"condition", "condition"},
    {"queue_get", "an item of queue"},
    {"queue_put", "room in queue"},
    {"queue_join", "all items to be done of queue"},
    {"barrier", "barrier"},
    {"rate_limit", "rate_limit"},
    {"task", "task"},
    {"tasks", "several tasks"},
    {"gather", "the branches of gather"},
    {"task_group", "the tasks of task_group"},
    {"race", "the branches of race"},
    {"as_completed", "the branches of as_completed"},
    {"shield", "the shielded task"},
    {"connection", "a free connection to"},
    {"transfer", "the transfer"},
    {"process", "process"},
    {"other", ""},
}};

}  // namespace

std::string_view to_word(WaitKind kind) noexcept { return all_words[static_cast<size_t>(kind)].word; }

WaitDescription Wait::describe() const {
    std::string what(all_words[static_cast<size_t>(subject().kind)].phrase);
    std::string name = shown_name();
    what += what.empty() || name.empty() ? "" : " ";
    return {what + name, holders()};
}

void Waiter::wake() {
    if (is_pending()) {
        state_ = State::woken;
        if (Observer* observer = task_.loop().observer()) {
            observer->wait_woken(task_, *this, task_.loop().current());
        }
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
