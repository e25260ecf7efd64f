// What a trace in some format says of a workflow that runs on the virtual clock.
#pragma once

#include <string>

#include "observe/trace_format.hpp"
#include "observe/trace_recorder.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::observe {

/// Formats at once what it takes.
class FormattingSink final : public TraceSink {
  public:
    explicit FormattingSink(TraceFormat& format) : format_(format) {}
    void take(const TraceEvent& event) override { format_.write(event, text); }
    TextBuffer text{};

  private:
    TraceFormat& format_;
};

/// The recorder needs the loop, which run_workflow() makes: it is found with the first task.
class LateRecorder final : public runtime::Observer {
  public:
    LateRecorder(const value::Secrets& secrets, TraceSink& sink, TraceWishes wishes)
        : secrets_(secrets), sink_(sink), wishes_(wishes) {}
    void task_created(const runtime::Task& task) override {
        if (!recorder_) {
            recorder_ = std::make_unique<TraceRecorder>(task.loop(), secrets_, sink_, wishes_);
        }
        recorder_->task_created(task);
    }
    void task_ended(const runtime::Task& task) override { recorder_->task_ended(task); }
    void task_cancel_requested(const runtime::Task& task) override { recorder_->task_cancel_requested(task); }
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override { recorder_->wait_began(task, wait); }
    void wait_woken(const runtime::Task& task, const runtime::Wait& wait, const runtime::Task* waker) override {
        recorder_->wait_woken(task, wait, waker);
    }
    void wait_ended(const runtime::Task& task) override { recorder_->wait_ended(task); }
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override { recorder_->step_began(task, step); }
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override {
        recorder_->step_ended(task, step, completion, run);
    }
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override {
        recorder_->operation_began(task, operation);
    }
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override {
        recorder_->operation_ended(task, operation, end);
    }
    void attempt_failed(const runtime::Task& task, const runtime::FailedAttempt& attempt) override {
        recorder_->attempt_failed(task, attempt);
    }
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override {
        recorder_->line_written(task, kind, line);
    }

  private:
    const value::Secrets& secrets_;
    TraceSink& sink_;
    TraceWishes wishes_;
    std::unique_ptr<TraceRecorder> recorder_;
};

struct Traced {
    std::string text;
    [[nodiscard]] bool has(const std::string& part) const { return text.find(part) != std::string::npos; }
};

template <class Format>
Traced trace(std::string workflow, testing::FakeEffects* effects = nullptr, const value::Secrets& secrets = {}) {
    Format format(secrets);
    FormattingSink sink(format);
    format.begin({.program = "aiorun 1", .workflow = "flow.yaml", .virtual_clock = true, .unix_time = 0}, sink.text);
    LateRecorder recorder(secrets, sink, format.wishes());
    testing::Outcome outcome = testing::run_workflow({.text = std::move(workflow), .effects = effects, .observer = &recorder});
    format.end({.status = "success",
                .exit_status = 0,
                .time = std::chrono::duration_cast<Time>(std::chrono::duration<double>(outcome.elapsed))},
               sink.text);
    return {std::string(sink.text.text())};
}

}  // namespace aiorun::observe
