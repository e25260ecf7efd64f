#include "runtime/task.hpp"

#include <array>
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
    : loop_(loop),
      body_(std::move(start.body)),
      context_(std::move(start.context)),
      resume_point_(body_.handle()),
      owner_(std::move(owner)),
      origin_(start.origin),
      step_(start.origin),
      id_(loop.next_task_id()),
      parent_id_(loop.current() == nullptr ? 0 : loop.current()->id()),
      index_(start.index) {
    if (!start.name.empty()) {
        set_name(std::move(start.name));
    }
}

Task::~Task() {
    if (unretrieved_) {
        loop_.forgotten().push_back({id_, name(), ErrorReference(&result_.as_failure())});
    }
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
    bool deliver = std::exchange(must_cancel_, false);
    if (!started_ && deliver) {
        finish(Completion::cancelled());  // cancelled before its first step: the body never runs
        return;
    }
    if (Observer* observer = loop_.observer(); observer != nullptr && waiting_ != nullptr) {
        observer->wait_ended(*this);
    }
    started_ = true;
    delivering_ = deliver;
    waiting_ = nullptr;
    Task* outer = std::exchange(loop_.current_, this);
    resume_point_.resume();
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
        state_ = State::cancelled;
        result_ = completion.is_raised() ? completion.take_value() : Value(cancelled_error());
    } else if (completion.is_raised()) {
        state_ = State::failed;
        unretrieved_ = !retrieved_at_end_;
        result_ = completion.take_value();
    } else {
        state_ = State::finished;
        result_ = completion.take_value();
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
    loop_.call_soon(done_callbacks_);
    if (!owner_) {
        drop_reference();
    }
}

void Task::abandon() {
    if (done()) {
        return;
    }
    state_ = State::cancelled;
    result_ = Value(cancelled_error());
    waiting_ = nullptr;
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
    return result_;
}

bool Task::cancel() {
    unretrieved_ = false;
    if (done()) {
        return false;
    }
    // A task that awaits another one passes the request on to it. A loop, not a recursion: chains can be long.
    std::vector<Task*> visited;
    Task* next = nullptr;
    for (Task* task = this; task->request_cancel(next); task = next) {
        task->visiting_ = true;
        visited.push_back(task);
    }
    for (Task* task : visited) {
        task->visiting_ = false;
    }
    return true;
}

/// One task's part of cancel(); true when the request goes on to `next`.
bool Task::request_cancel(Task*& next) {
    ++cancel_requests_;
    if (Observer* observer = loop_.observer()) {
        observer->task_cancel_requested(*this);
    }
    if (waiting_ == nullptr) {
        must_cancel_ = true;
        return false;
    }
    Task* joined = waiting_->joined();
    if (joined == nullptr) {
        must_cancel_ = !waiting_->cancel() || must_cancel_;
        return false;
    }
    joined->mark_retrieved();
    if (joined->done()) {
        must_cancel_ = true;
        return false;
    }
    if (joined->visiting_ || joined == this) {
        // Tasks that await each other in a circle: CPython recurses without end; here the circle is cut.
        Callback::unlink();
        must_cancel_ = true;
        schedule();
        return false;
    }
    next = joined;
    return true;
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
        done_callbacks_.push_back(callback);
    }
}

void Task::suspend(std::coroutine_handle<> point, Wait& wait) {
    resume_point_ = point;
    waiting_ = &wait;
    if (Observer* observer = loop_.observer()) {
        observer->wait_began(*this, wait);
    }
    if (must_cancel_) {
        Task* joined = wait.joined();
        if (joined != nullptr ? joined->cancel() : wait.cancel()) {
            must_cancel_ = false;
        }
    }
}

void Task::suspend_until_next_turn(std::coroutine_handle<> point) {
    resume_point_ = point;
    schedule();
}

std::string Task::name() const {
    if (name_) {
        return std::string(name_->text());
    }
    std::string text = origin_ == nullptr ? "task" : origin_->name.empty() ? origin_->action : origin_->name;
    if (index_ != TaskStart::no_index) {
        text += "[" + std::to_string(index_) + "]";
    }
    return text;
}

void Task::set_name(std::string name) { name_ = value::make_counted<value::StringData>(std::move(name)); }

std::optional<Value> Task::field(std::string_view name) const {
    if (name == "done") {
        return done();
    }
    if (name == "cancelled") {
        return cancelled();
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
