// TraceRecorder: tells a TraceSink what happens in a run, as TraceEvents with times of the run's clock.
#pragma once

#include <optional>

#include "observe/trace_event.hpp"
#include "runtime/observer.hpp"
#include "value/secrets.hpp"

namespace aiorun::observe {

class TraceRecorder final : public runtime::Observer {
  public:
    /// Borrows all three. In the texts of events secrets are masked; those of steps are as the workflow has them.
    TraceRecorder(runtime::Loop& loop, const value::Secrets& secrets, TraceSink& sink, TraceWishes wishes)
        : loop_(loop), secrets_(secrets), sink_(sink), wishes_(wishes) {}

    /// Longer texts are cut, so that one line of a workflow cannot make a trace large.
    static constexpr size_t longest_text = 4096;

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void task_cancel_requested(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_woken(const runtime::Task& task, const runtime::Wait& wait, const runtime::Task* waker) override;
    void wait_ended(const runtime::Task& task) override;
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override;
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override;
    void attempt_failed(const runtime::Task& task, const runtime::FailedAttempt& attempt) override;
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override;

  private:
    /// How many times in a row tasks are said to be created at the same time: a `gather` makes them within nanoseconds.
    static constexpr uint32_t created_together = 16;
    /// A change of counts is told once it has lasted so long, else at most so often.
    static constexpr Duration count_pause = std::chrono::milliseconds(1);

    struct Counts {
        int64_t alive = 0;
        int64_t waiting = 0;
        int64_t transfers = 0;
        bool operator==(const Counts&) const = default;
    };

    [[nodiscard]] TraceEvent event(TraceEvent::Type type, const runtime::Task& task);
    [[nodiscard]] TraceEvent event_at(Time time, TraceEvent::Type type, const runtime::Task& task);
    void take(const TraceEvent& event);
    void tell_counts(Time now);
    void note_settled();
    void take_failure(TraceEvent event, const value::Error& error);
    /// The text, or a shorter one that `kept` holds.
    [[nodiscard]] std::string_view bounded(std::string_view text, std::string& kept) const;

    runtime::Loop& loop_;
    const value::Secrets& secrets_;
    TraceSink& sink_;
    TraceWishes wishes_;

    // The last event. Reading the clock is the dearest part of one, so what follows at once is given the same time.
    TraceEvent::Type last_type_ = TraceEvent::Type::task_ended;
    uint64_t last_task_ = 0;
    uint64_t last_turn_ = 0;
    Time last_time_{0};
    uint32_t created_ = 0;

    Counts counts_;
    std::optional<Counts> settled_;  ///< as they were at the end of the last event's turn, when they have changed since
    Counts told_{.alive = -1};
    std::optional<Time> told_at_;
};

}  // namespace aiorun::observe
