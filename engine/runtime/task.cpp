#include "runtime/task.hpp"

#include <array>
#include <ranges>
#include <vector>

#include "runtime/error_value.hpp"
#include "runtime/observer.hpp"

namespace aiorun::runtime {

TaskReference Task::create(Loop& loop, TaskStart start, value::Reference<TaskOwner> owner) {
    TaskReference task(new Task(loop, std::move(start), std::move(owner)));
    loop.tasks().push_back(*task);
    task->add_reference();  // by the loop, until it is done and its owner has been told
    loop.call_soon(*task);
    if (Observer* observer = loop.observer()) {
        observer->task_created(*task);
    }
    return task;
}

Task::Task(Loop& loop, TaskStart start, value::Reference<TaskOwner> owner)
    : index_(start.index),
      loop_(loop),
      body_(std::move(start.body)),
      context_(std::move(start.context)),
      suspension_{body_.handle()},
      owner_(std::move(owner)),
      origin_(start.origin),
      step_(start.origin),
      id_(loop.next_task_id()),
      parent_id_(start.parent_id != 0 || loop.current() == nullptr ? start.parent_id : loop.current()->id()) {
    if (!start.name.empty()) {
        set_name(std::move(start.name));
    }
}

Task::~Task() {
    if (unretrieved_) {
        loop_.forgotten().push_back({id_, name(), ErrorReference(&result_.as_failure())});
    }
    if (done()) {
        result_.~Value();
    }
}

const Value& Task::value_of_nothing() {
    static const Value null;
    return null;
}

Task::Extras& Task::extras() {
    if (!extras_) {
        extras_ = std::make_unique<Extras>();
    }
    return *extras_;
}

/// A step; or, when the task is done, the word to its owner.
void Task::run() {
    if (!done()) {
        step_once();
        return;
    }
    value::Reference<TaskOwner> owner = std::exchange(owner_, nullptr);
    owner->child_done(*this);
    drop_reference();
}

/// Done, and its owner never gets to hear of it.
void Task::drop() {
    if (done()) {
        owner_ = nullptr;
        drop_reference();
    }
}

void Task::step_once() {
    bool deliver = take_pending_cancel();
    if (!started_ && deliver) {
        finish(Completion::cancelled());  // cancelled before its first step: the body never runs
        return;
    }
    if (Observer* observer = loop_.observer(); observer != nullptr && suspension_.wait != nullptr) {
        observer->wait_ended(*this);
    }
    started_ = true;
    delivering_ = deliver;
    suspension_.wait = nullptr;
    Task* outer = std::exchange(loop_.current_, this);
    suspension_.resume_point.resume();
    loop_.current_ = outer;
    if (body_.done()) {
        finish(body_.take_result());
    }
}

/// asyncio.Task.__step_run_and_handle_result for a coroutine that has ended.
void Task::finish(Completion completion) {
    body_ = Coro<Completion>();
    context_ = nullptr;
    if (completion.is_cancelled() || (!completion.is_raised() && must_cancel_)) {
        // Also when the request came right before the end.
        end_as(State::cancelled, completion.is_raised() ? completion.take_value() : Value(cancelled_error()));
    } else if (completion.is_raised()) {
        unretrieved_ = !retrieved_at_end_;
        end_as(State::failed, completion.take_value());
    } else {
        end_as(State::finished, completion.take_value());
    }
    must_cancel_ = false;
    Hook<AllTasksTag>::unlink();
    Hook<SiblingTag>::unlink();
    if (Observer* observer = loop_.observer()) {
        observer->task_ended(*this);
    }
    if (owner_) {
        owner_->child_ending(*this);
        loop_.call_soon(*this);  // run() tells the owner, which was the first to ask
    }
    if (extras_) {
        loop_.call_soon(extras_->done_callbacks);
    }
    if (!owner_) {
        drop_reference();
    }
}

void Task::end_as(State state, Value result) {
    state_ = state;
    new (&result_) Value(std::move(result));
}

void Task::abandon() {
    if (done()) {
        return;
    }
    end_as(State::cancelled, Value(cancelled_error()));
    Callback::unlink();
    Hook<AllTasksTag>::unlink();
    Hook<SiblingTag>::unlink();
    body_ = Coro<Completion>();
    context_ = nullptr;
    owner_ = nullptr;
    drop_reference();
}

Completion Task::outcome() {
    unretrieved_ = false;
    return result();
}

bool Task::cancel() {
    unretrieved_ = false;
    if (done()) {
        return false;
    }
    std::vector<Task*> next;
    request_cancel(next);
    if (!next.empty()) {
        pass_cancel_on(std::move(next));
    }
    return true;
}

/// A task that awaits others passes the request on to them. A list of what is left to do and not a recursion: chains can be
/// long. Each is asked as often as there are ways to it, as in CPython; only a way that leads back to where it came from ends.
void Task::pass_cancel_on(std::vector<Task*> next) {
    struct Visit {
        Task* task;
        bool leaves;
    };
    std::vector<Visit> left;
    auto enter = [&](Task& task) {
        task.visiting_ = true;
        left.push_back({&task, true});
        for (Task* each : std::views::reverse(next)) {
            left.push_back({each, false});
        }
        next.clear();
    };
    enter(*this);
    while (!left.empty()) {
        auto [task, leaves] = left.back();
        left.pop_back();
        if (leaves) {
            task->visiting_ = false;
        } else if (task->visiting_) {
            task->cancel_at_once();
        } else {
            task->request_cancel(next);
            if (!next.empty()) {
                enter(*task);
            }
        }
    }
}

/// One task's part of cancel(); `next` are those to which the request goes on, in order.
void Task::request_cancel(std::vector<Task*>& next) {
    unretrieved_ = false;
    ++cancel_requests_;
    if (Observer* observer = loop_.observer()) {
        observer->task_cancel_requested(*this);
    }
    if (suspension_.wait == nullptr) {
        must_cancel_ = true;
        return;
    }
    Task* joined = suspension_.wait->joined();
    if (joined == nullptr) {
        bool forwards = suspension_.wait->forward_cancel(next);
        must_cancel_ = !(forwards ? !next.empty() : suspension_.wait->cancel()) || must_cancel_;
        return;
    }
    joined->mark_retrieved();
    if (joined->done()) {
        must_cancel_ = true;
    } else if (joined->visiting_ || joined == this) {
        cancel_at_once();
    } else {
        next.push_back(joined);
    }
}

/// Of tasks that await each other in a circle one has to be the first to end. CPython recurses without end.
void Task::cancel_at_once() {
    Callback::unlink();
    must_cancel_ = true;
    schedule();
}

uint32_t Task::uncancel() noexcept {
    if (cancel_requests_ > 0) {
        --cancel_requests_;
        if (cancel_requests_ == 0) {
            must_cancel_ = false;
        }
    }
    return cancel_requests_;
}

void Task::add_done_callback(Callback& callback) {
    if (done()) {
        loop_.call_soon(callback);
    } else {
        extras().done_callbacks.push_back(callback);
    }
}

void Task::suspend(std::coroutine_handle<> point, Wait& wait) {
    suspension_ = {point, &wait};
    if (Observer* observer = loop_.observer()) {
        observer->wait_began(*this, wait);
    }
    if (must_cancel_) {
        must_cancel_ = !cancel_wait(wait);
    }
}

/// Future.cancel of what a task is about to wait on.
bool Task::cancel_wait(Wait& wait) {
    if (Task* joined = wait.joined()) {
        return joined->cancel();
    }
    std::vector<Task*> others;
    if (!wait.forward_cancel(others)) {
        return wait.cancel();
    }
    for (Task* other : others) {
        other->cancel();
    }
    return !others.empty();
}

void Task::suspend_until_next_turn(std::coroutine_handle<> point) {
    suspension_.resume_point = point;
    schedule();
}

std::string Task::name() const {
    if (extras_ && !extras_->name.empty()) {
        return extras_->name;
    }
    std::string text(origin_ == nullptr ? "task" : origin_->name.empty() ? origin_->action : origin_->name);
    if (index_ != TaskStart::no_index) {
        text += "[" + std::to_string(index_) + "]";
    }
    return text;
}

void Task::set_name(std::string name) { extras().name = std::move(name); }

std::optional<Value> Task::field(std::string_view name) const {
    if (name == "done") {
        return done();
    }
    if (name == "cancelled") {
        return cancelled();
    }
    if (name == "result" || name == "error") {
        // Who asks has seen the error: asyncio.Task.exception and Task.result clear __log_traceback. No task is a const object.
        const_cast<Task*>(this)->mark_retrieved();
    }
    if (name == "result") {
        return state_ == State::finished ? result_ : Value();
    }
    if (name == "error") {
        return failed() ? error_to_full_value(result_.as_failure()) : Value();
    }
    if (name == "name") {
        return Value(this->name());
    }
    return std::nullopt;
}

std::span<const std::string_view> Task::field_names() const {
    static constexpr std::array<std::string_view, 5> names{"done", "cancelled", "result", "error", "name"};
    return names;
}

}  // namespace aiorun::runtime
