// Loop: one turn after the other, as asyncio.BaseEventLoop._run_once has it: wait for I/O no longer than the next timer
// allows, queue what I/O finished, queue the timers that are due, run exactly what was ready.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/callback.hpp"
#include "runtime/clock.hpp"
#include "runtime/reactor.hpp"
#include "runtime/timer.hpp"
#include "value/error.hpp"

namespace aiorun::runtime {

class Task;
class Observer;
struct AllTasksTag;
using TaskList = HookList<Task, AllTasksTag>;

/// A task that failed and whose error nobody looked at.
struct ForgottenFailure {
    uint64_t task_id = 0;
    std::string task;
    value::ErrorReference error;
};

/// Told before the loop blocks.
class IdleHook {
  public:
    virtual void before_wait() = 0;

  protected:
    ~IdleHook() = default;
};

/// Chooses among callbacks that become ready at the same instant, for explorations of other schedules.
class TieBreaker {
  public:
    /// A number below `count`, which is at least 2.
    [[nodiscard]] virtual size_t pick(size_t count) = 0;

  protected:
    ~TieBreaker() = default;
};

enum class LoopEnd : uint8_t { stopped, deadlock };

class Loop {
  public:
    explicit Loop(Clock& clock);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Runs turns until stop() was called (the turn in which it is called is completed), or until nothing can ever
    /// happen again: nothing ready, no timer, no operation in flight.
    [[nodiscard]] LoopEnd run();
    void stop() noexcept { stopping_ = true; }
    /// At the end of a run: forgets what is still queued.
    void drop_ready();

    /// Queues a callback for the next turn (loop.call_soon).
    void call_soon(Callback& callback) noexcept { ready_.push_back(callback); }
    /// Queues all callbacks of a list, in order.
    void call_soon(CallbackList& callbacks) noexcept { ready_.splice_back(callbacks); }
    /// Queues the timer when its time has come (loop.call_at).
    void set_timer(Timer& timer, Time when) { timers_.set(timer, when); }
    void cancel_timer(Timer& timer) noexcept { timers_.cancel(timer); }

    [[nodiscard]] Time now() { return clock_.now(); }
    [[nodiscard]] Clock& clock() noexcept { return clock_; }
    [[nodiscard]] Reactor& reactor() noexcept { return reactor_; }

    /// Operations that will wake a task by way of the reactor (a transfer, a process). As long as there is one, an idle
    /// loop waits and is not deadlocked. Descriptors that are only watched (signals, idle connections) do not count.
    void operation_started() noexcept { ++operations_; }
    void operation_ended() noexcept { --operations_; }

    /// The task whose step is running, or null.
    [[nodiscard]] Task* current() const noexcept { return current_; }
    /// All tasks that are not done, in order of creation.
    [[nodiscard]] TaskList& tasks() noexcept { return tasks_; }
    [[nodiscard]] uint64_t next_task_id() noexcept { return ++task_ids_; }
    /// How many tasks there have been.
    [[nodiscard]] uint64_t task_count() const noexcept { return task_ids_; }

    /// How many turns there have been.
    [[nodiscard]] uint64_t turn() const noexcept { return turn_; }
    void set_idle_hook(IdleHook* hook) noexcept { idle_hook_ = hook; }
    /// Timers of one instant are queued in an order of its choice; null: in the order of setting. Borrowed.
    void set_tie_breaker(TieBreaker* tie_breaker) noexcept { tie_breaker_ = tie_breaker; }

    /// Filled in as tasks are destroyed.
    [[nodiscard]] std::vector<ForgottenFailure>& forgotten() noexcept { return forgotten_; }

    /// Who is told what happens; null for nobody. Borrowed.
    [[nodiscard]] Observer* observer() const noexcept { return observer_; }
    void set_observer(Observer* observer) noexcept { observer_ = observer; }

  private:
    friend class Task;
    enum class Idle : uint8_t { waited, deadlock };
    [[nodiscard]] Idle wait();
    [[nodiscard]] Idle wait_idle();
    void take_due();
    void run_ready();

    Clock& clock_;
    Reactor reactor_;
    Timers timers_;
    CallbackList ready_;
    CallbackList batch_;  // what this turn runs
    TaskList tasks_;
    Task* current_ = nullptr;
    Observer* observer_ = nullptr;
    IdleHook* idle_hook_ = nullptr;
    TieBreaker* tie_breaker_ = nullptr;
    std::vector<ForgottenFailure> forgotten_;
    uint64_t task_ids_ = 0;
    uint64_t turn_ = 0;
    uint32_t operations_ = 0;
    bool stopping_ = false;
};

}  // namespace aiorun::runtime
