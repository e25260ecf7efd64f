// RunRecorder: an observer that remembers a run for the HTML report. Memory is bounded whatever the run does: beyond a bound
// things are counted and not listed, but errors go on being listed for a while.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "observe/report_html_record.hpp"
#include "runtime/loop.hpp"
#include "runtime/observer.hpp"

namespace aiorun::observe {

class RunRecorder final : public runtime::Observer {
  public:
    /// How much is listed. A browser shows so much without effort: it is a page of some 20 MB.
    struct Bounds {
        size_t tasks = 50'000;
        size_t steps = 200'000;
        size_t waits = 100'000;
        size_t operations = 100'000;
        size_t attempts = 20'000;
        size_t errors = 1'000;
        size_t text_bytes = 64U << 20U;  ///< of all texts together
        size_t longest_text = 8U << 10U;
    };
    struct Setting {
        std::function<std::string(const value::Error&)> explain;  ///< where and why it was raised, in lines
        std::function<std::string(std::string)> mask;             ///< hides secrets; before a text is cut, so that none is cut
    };

    /// Borrows the loop, for its time.
    RunRecorder(runtime::Loop& loop, Setting setting) : RunRecorder(loop, std::move(setting), Bounds()) {}
    RunRecorder(runtime::Loop& loop, Setting setting, Bounds bounds);

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
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

    /// What was remembered; what is still going on ends now. Once, after the run.
    [[nodiscard]] RunRecord finish();

  private:
    struct TaskState {
        uint32_t entry = no_entry;
        std::vector<uint32_t> open_steps{};  // entries, or no_entry
        uint32_t wait = no_entry;
        runtime::WaitKind wait_kind = runtime::WaitKind::other;
        Duration wait_begin{0};
    };

    [[nodiscard]] Duration now() { return loop_.now() - start_; }
    [[nodiscard]] uint32_t entry_of(const runtime::Task* task) const;
    [[nodiscard]] uint32_t text(std::string_view text);
    [[nodiscard]] uint32_t add_text(std::string_view text);
    [[nodiscard]] uint32_t info(const runtime::StepInfo* step);
    [[nodiscard]] uint32_t error(const value::ErrorReference& error, const runtime::StepInfo* step);
    void end_step(uint32_t entry, RecordedOutcome outcome, uint32_t error);

    runtime::Loop& loop_;
    Setting setting_;
    Bounds bounds_;
    Duration start_;
    RunRecord record_;
    std::unordered_map<uint64_t, TaskState> alive_;        // by id
    std::unordered_map<uint64_t, uint32_t> open_operations_;  // by id
    std::unordered_map<std::string, uint32_t> text_entries_;  // by what it was before it was masked
    std::unordered_map<const runtime::StepInfo*, uint32_t> info_entries_;
    /// Errors pass several steps on their way: the latest ones are recognised.
    std::deque<std::pair<value::ErrorReference, uint32_t>> recent_errors_;
    size_t text_bytes_ = 0;
};

}  // namespace aiorun::observe
