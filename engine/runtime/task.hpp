// Task: a coroutine that is scheduled on the loop by itself (asyncio.Task), with asyncio's cancellation: requests are
// counted, delivered once each where the task waits, and can be taken back.
#pragma once

#include <coroutine>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/callback.hpp"
#include "runtime/completion.hpp"
#include "runtime/coro.hpp"
#include "runtime/loop.hpp"
#include "runtime/wait.hpp"

namespace aiorun::runtime {

struct SiblingTag;

/// What the steps of a workflow leave with the runtime so that reports can name them. Outlives the run, as does the text
/// that it shows.
struct StepInfo {
    std::string_view action;  ///< "sleep", "fetch", a task's name
    std::string_view name;    ///< the step's `name`, or empty
    value::Place place;
};

/// Who is told first when a task ends, one turn after its last step: the gather, group or race that made it.
class TaskOwner : public value::Counted {
  public:
    virtual void child_done(Task& task) = 0;
    /// Right when its last step ends, a turn before child_done().
    virtual void child_ending(Task&) {}
    /// "gather", "task_group", … for reports.
    [[nodiscard]] virtual std::string_view kind() const noexcept = 0;
    /// How many tasks it makes in all, where that is known beforehand; else 0. For progress.
    [[nodiscard]] virtual size_t branch_count() const noexcept { return 0; }
};

/// What a task is made of.
struct TaskStart {
    static constexpr uint32_t no_index = UINT32_MAX;

    Coro<Completion> body;
    value::Reference<value::Counted> context;  ///< kept alive as long as the body (its names)
    const StepInfo* origin = nullptr;          ///< the step that made it
    std::string name;                          ///< for reports and handles; empty: made up from the origin
    uint32_t index = no_index;                 ///< which branch of its owner, for listed ones
    uint64_t parent_id = 0;                    ///< the task that made it, where it is not the one that runs now
};

/// A million of them may be alive at once, so each byte counts: what few tasks need lies elsewhere (Extras), and the result
/// takes the place of what only a task that is alive needs.
class Task final : public Callback,
                   public Hook<AllTasksTag>,
                   public Hook<SiblingTag>,
                   public value::Pooled,
                   public value::Opaque {
  public:
    /// Makes a task; its first step runs in the next turn (asyncio.create_task).
    [[nodiscard]] static value::Reference<Task> create(Loop& loop, TaskStart start,
                                                       value::Reference<TaskOwner> owner = nullptr);
    ~Task() override;

    [[nodiscard]] bool done() const noexcept { return state_ != State::alive; }
    [[nodiscard]] bool cancelled() const noexcept { return state_ == State::cancelled; }
    [[nodiscard]] bool failed() const noexcept { return state_ == State::failed; }
    /// The value of a task that ended well, the error of one that failed or was cancelled.
    [[nodiscard]] const Value& result() const noexcept { return done() ? result_ : value_of_nothing(); }
    /// What awaiting it gives: the value or the error. Marks an error as retrieved.
    [[nodiscard]] Completion outcome();
    void mark_retrieved() noexcept { unretrieved_ = false; }
    /// Somebody who will not be there any more when it ends answers for its error.
    void retrieve_at_end() noexcept {
        unretrieved_ = false;
        retrieved_at_end_ = true;
    }
    /// Failed, and nobody has looked at the error (asyncio's "exception was never retrieved").
    [[nodiscard]] bool has_unretrieved_error() const noexcept { return unretrieved_; }

    /// Requests a cancellation; false when the task is done (asyncio.Task.cancel).
    bool cancel();
    [[nodiscard]] uint32_t cancelling() const noexcept { return cancel_requests_; }
    /// Takes one request back; gives how many are left.
    uint32_t uncancel() noexcept;
    /// Whether a cancellation waits to be delivered; taking it is for loops that never wait.
    [[nodiscard]] bool take_pending_cancel() noexcept { 
        bool pending = must_cancel_;
        must_cancel_ = false;
        return pending;
    }

    /// Runs `callback` one turn after the end, after those that were added before (Future.add_done_callback).
    void add_done_callback(Callback& callback);

    // For what a task waits on.
    void suspend(std::coroutine_handle<> point, Wait& wait);
    void suspend_until_next_turn(std::coroutine_handle<> point);
    void schedule() { loop_.call_soon(*this); }
    [[nodiscard]] bool take_delivery() noexcept {
        bool delivering = delivering_;
        delivering_ = false;
        return delivering;
    }

    [[nodiscard]] Loop& loop() const noexcept { return loop_; }
    [[nodiscard]] uint64_t id() const noexcept { return id_; }
    [[nodiscard]] uint64_t parent_id() const noexcept { return parent_id_; }
    [[nodiscard]] uint32_t index() const noexcept { return index_; }
    [[nodiscard]] const StepInfo* origin() const noexcept { return origin_; }
    [[nodiscard]] TaskOwner* owner() const noexcept { return owner_.get(); }
    [[nodiscard]] std::string name() const;
    void set_name(std::string name);
    /// What it waits for; null while it runs or is ready.
    [[nodiscard]] const Wait* waiting_for() const noexcept { return done() ? nullptr : suspension_.wait; }
    /// The step it is at.
    [[nodiscard]] const StepInfo* step() const noexcept { return step_; }
    void set_step(const StepInfo* step) noexcept { step_ = step; }

    [[nodiscard]] std::string_view type_name() const override { return "task"; }
    [[nodiscard]] std::optional<Value> field(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override;

    void run() override;
    void drop() override;
    /// Drops the body where it stands, without running any more of it: for the end of a run that cannot go on.
    void abandon();

  private:
    enum class State : uint8_t { alive, finished, failed, cancelled };

    Task(Loop& loop, TaskStart start, value::Reference<TaskOwner> owner);
    void step_once();
    void finish(Completion completion);
    void end_as(State state, Value result);
    void request_cancel(std::vector<Task*>& next);
    void pass_cancel_on(std::vector<Task*> next);
    void cancel_at_once();
    [[nodiscard]] static bool cancel_wait(Wait& wait);
    [[nodiscard]] static const Value& value_of_nothing();

    /// Where a task that is alive stands.
    struct Suspension {
        std::coroutine_handle<> resume_point;
        Wait* wait = nullptr;
    };
    /// What handles and `await` need.
    struct Extras {
        CallbackList done_callbacks;
        std::string name;
    };
    [[nodiscard]] Extras& extras();

    uint32_t index_;  // first: it fits behind the count of references
    Loop& loop_;
    Coro<Completion> body_;
    value::Reference<value::Counted> context_;
    union {
        Suspension suspension_;  // State::alive
        Value result_;           // all others
    };
    std::unique_ptr<Extras> extras_;
    value::Reference<TaskOwner> owner_;
    const StepInfo* origin_ = nullptr;
    const StepInfo* step_ = nullptr;
    uint64_t id_;
    uint64_t parent_id_ = 0;
    uint32_t cancel_requests_ = 0;
    State state_ = State::alive;
    bool started_ : 1 = false;
    bool must_cancel_ : 1 = false;
    bool delivering_ : 1 = false;
    bool unretrieved_ : 1 = false;
    bool retrieved_at_end_ : 1 = false;
    bool visiting_ : 1 = false;  // by cancel(), to see circles of tasks that await each other
};

using TaskReference = value::Reference<Task>;
using SiblingList = HookList<Task, SiblingTag>;

}  // namespace aiorun::runtime
