// Child: one process in flight, from its start until it was collected. Its destruction leaves nothing behind,
// whatever state it is in.
#pragma once

#include <optional>

#include "process/pipes.hpp"
#include "process/process.hpp"
#include "process/spawn.hpp"
#include "runtime/loop.hpp"
#include "runtime/task.hpp"
#include "runtime/wait.hpp"

namespace aiorun::process {

class Child final : private runtime::IoHandler, private OutputWatcher {
  public:
    Child(runtime::Loop& loop, Spawned spawned, const Command& command);
    /// Kills and collects a process that was not, without waiting for more than that.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Begins to write, read and watch. False when the kernel refuses; errno says why.
    [[nodiscard]] bool watch();

    /// The process and its output have ended by themselves.
    [[nodiscard]] bool has_ended() const noexcept {
        return exited_ && output_.has_ended() && errors_.has_ended();
    }
    /// The stream that gave more than `max_output`, if one did.
    [[nodiscard]] std::optional<Stream> over_limit() const noexcept;
    /// Either of them: there is nothing more to wait for before stop() or take_result().
    [[nodiscard]] bool is_settled() const noexcept { return has_ended() || over_limit().has_value(); }

    /// SIGTERM to the group, SIGKILL after `kill_after`; is_gone() tells when nothing of it is left.
    void stop(runtime::Duration kill_after);
    [[nodiscard]] bool is_gone() const noexcept { return gone_; }

    /// Of a process that has ended; collects it.
    [[nodiscard]] Result take_result();

    /// Wakes `waiter` when the process is settled or, after stop(), gone.
    void enrol(runtime::Waiter& waiter) noexcept { waiters_.push_back(waiter); }
    /// The reaper has collected it and found this `code`.
    void collected(int code) noexcept;

  private:
    /// A time at which to look at a process that is being stopped.
    class StopTimer final : public runtime::Timer {
      public:
        StopTimer(Child& child, void (Child::*action)()) : child_(child), action_(action) {}
        void run() override { (child_.*action_)(); }

      private:
        Child& child_;
        void (Child::*action_)();
    };

    void on_io(uint32_t events) override;
    void output_changed() override;
    void kill();
    void collect();
    void look_for_group();
    void wake();

    runtime::Loop& loop_;
    pid_t id_;
    runtime::Descriptor handle_;
    InputPipe input_;
    OutputPipe output_;
    OutputPipe errors_;
    runtime::WaiterList waiters_;  // at most one
    StopTimer kill_timer_;
    StopTimer look_timer_;
    runtime::Duration look_pause_;
    std::optional<runtime::Time> killed_at_;
    std::optional<int> code_;
    bool watched_ = false;
    bool exited_ = false;
    bool stopping_ = false;
    bool gone_ = false;
};

}  // namespace aiorun::process
