// Waiting: what a task is suspended on (a private asyncio.Future). A Waiter lies on the waiting coroutine's frame; whoever
// wakes it schedules the task, and never resumes it inline.
#pragma once

#include <coroutine>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/hook.hpp"

namespace aiorun::runtime {

class Task;
struct WaitTag;

/// What can be waited for.
enum class WaitKind : uint8_t {
    sleep,
    lock,
    semaphore,
    event,
    condition,
    queue_get,
    queue_put,
    queue_join,
    barrier,
    rate_limit,
    task,
    tasks,
    gather,
    task_group,
    race,
    as_completed,
    shield,
    connection,  ///< a transfer that waits for its turn
    transfer,
    process,
    other,
};
/// A stable word for programs: "lock", "queue_get", …
[[nodiscard]] std::string_view to_word(WaitKind kind) noexcept;

/// What a wait is for, at no cost: no allocation, valid as long as the wait.
struct WaitSubject {
    WaitKind kind = WaitKind::other;
    std::string_view name{};  ///< of the shared object, the origin, the program; empty when it has none
};

/// What a wait says of itself, for the deadlock report, the trace and signals that ask.
struct WaitDescription {
    std::string what;                    ///< "lock l0", "event ready", "sleep", "task fetch_page", …
    std::vector<const Task*> holders;    ///< who would have to do something first, as far as it is known
    /// As many are enough for any report; describing a wait costs the same however many there are.
    static constexpr size_t most_holders = 8;
};

/// How a wait ended for the task that waited.
enum class [[nodiscard]] Wakeup : uint8_t { normal, cancelled };

class Wait {
  public:
    /// asyncio.Future.cancel: false when it is already over, else the task is going to see a cancellation.
    virtual bool cancel() = 0;
    /// A wait that is over when several tasks are passes the request on to them, as asyncio's _GatheringFuture does: true, and
    /// `to` has those to ask, in order, none when it is over already. All other waits are asked themselves.
    [[nodiscard]] virtual bool forward_cancel(std::vector<Task*>& /*to*/) { return false; }
    [[nodiscard]] virtual WaitSubject subject() const noexcept = 0;
    /// Who would have to do something first, as far as it is known.
    [[nodiscard]] virtual std::vector<const Task*> holders() const { return {}; }
    /// The subject's name as reports show it, where that costs more than a look.
    [[nodiscard]] virtual std::string shown_name() const { return std::string(subject().name); }
    /// Subject and holders in words.
    [[nodiscard]] WaitDescription describe() const;
    /// The task whose end is awaited, when that is what it waits for.
    [[nodiscard]] virtual Task* joined() const noexcept { return nullptr; }

  protected:
    ~Wait() = default;
};

/// The ordinary wait: enrol it where the waker will look, `co_await` it, and see how it ended.
class Waiter : public Wait, public Hook<WaitTag> {
  public:
    enum class State : uint8_t { pending, woken, cancelled };

    /// For the task that is running.
    explicit Waiter(Task& task) : task_(task) {}
    Waiter(const Waiter&) = delete;

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] bool is_pending() const noexcept { return state_ == State::pending; }
    [[nodiscard]] Task& task() const noexcept { return task_; }

    /// Future.set_result: schedules the task; does nothing when the wait is over already. Who wakes is the task whose
    /// step runs, when there is one; else a timer, or I/O.
    void wake();
    bool cancel() override;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller);
    /// Cancelled when the wait was, or when a cancellation was requested after it was woken (state() tells).
    Wakeup await_resume();

  protected:
    ~Waiter() = default;

  private:
    Task& task_;
    State state_ = State::pending;
};

using WaiterList = HookList<Waiter, WaitTag>;

/// One turn of the loop for the others: a bare `yield` of asyncio.
class Yield {
  public:
    explicit Yield(Task& task) : task_(task) {}
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller);
    Wakeup await_resume();

  private:
    Task& task_;
};

}  // namespace aiorun::runtime
