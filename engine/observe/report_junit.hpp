// JUnitReport: a run as a suite of tests. A test is each step of `main`, each step that has a `name`, each `assert`, and
// each call of a task, fetch or command that stands directly in a branch; but a step without a name that only holds
// tests is none. An error that is put into a list is one of its branch. Memory is bounded whatever the run does.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observe/junit_suite.hpp"
#include "observe/open_errors.hpp"
#include "runtime/loop.hpp"
#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

class JUnitReport final : public runtime::Observer {
  public:
    /// What the report takes from others.
    struct Setting {
        std::string suite;      ///< the workflow's name
        std::string file;       ///< the workflow's path
        std::string timestamp;  ///< of the start: 2026-01-31T23:59:59, in UTC
        std::string host;
        std::vector<std::pair<std::string, std::string>> properties;
        std::function<bool(std::string_view)> is_task;               ///< whether an action is the call of a task
        std::function<std::string(std::string)> mask;                ///< hides secrets
        std::function<std::string(const value::Error&)> explain;     ///< where and why, in lines
    };
    /// How the run ended.
    struct End {
        value::ErrorReference error;  ///< null when it ended well
        std::string details;          ///< what else is known of that error: who waits for what
        std::span<const runtime::ForgottenFailure> forgotten;
        int exit_status = 0;
    };

    static constexpr size_t most_tests = 50'000;          ///< that are listed; a test of 10,000 pages fits
    static constexpr size_t most_output = 1U << 20U;      ///< bytes of what was printed
    static constexpr size_t longest_message = 4096;       ///< bytes
    static constexpr size_t longest_text = 16U << 10U;    ///< bytes
    static constexpr size_t most_text = 16U << 20U;       ///< bytes of all texts and messages; then only types are told

    /// Borrows the loop, for its time.
    JUnitReport(runtime::Loop& loop, Setting setting) : loop_(loop), setting_(std::move(setting)) {}

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void step_began(const runtime::Task& task, const runtime::StepInfo& step) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override;

    /// The whole document. Once, after the run.
    [[nodiscard]] std::string finish(const End& end);

  private:
    /// A branch that failed, as no test shows: a test of its own if what started it keeps the error.
    struct FailedBranch {
        const runtime::StepInfo* step;
        std::string_view definition;
        uint64_t rank;
        runtime::Duration took;
        std::string name;
        value::ErrorReference error;
    };
    /// A step that has begun and not ended.
    struct OpenStep {
        const runtime::StepInfo* step;
        std::string_view definition;  ///< the task whose body it is in
        bool is_test = false;
        bool holds_tests = false;
        uint64_t rank = 0;
        runtime::Time begun{0};
        std::vector<value::ErrorReference> passed{};  ///< errors that left the steps in it
        std::vector<FailedBranch> branches{};         ///< that it started
    };
    /// Where a task was made.
    struct Making {
        std::string_view definition = "main";  ///< the task in whose body
        uint64_t maker = 0;                    ///< the id of who made it
        uint64_t step = 0;                     ///< the rank of the step that made it
    };
    struct TaskState {
        Making making{};
        std::vector<OpenStep> steps{};
        std::optional<FailedBranch> failed{};  ///< its last step, when that failed
    };

    [[nodiscard]] Making making_by(const runtime::Task& maker);
    [[nodiscard]] std::string_view definition_in(const TaskState& state);
    [[nodiscard]] bool is_call(const runtime::StepInfo& step);
    [[nodiscard]] bool is_test(const runtime::Task& task, const runtime::StepInfo& step, bool outermost);
    void mark_holders(TaskState* state);
    [[nodiscard]] bool only_holds(const OpenStep& open, const runtime::Completion& completion);
    [[nodiscard]] std::string class_of(const OpenStep& open) const;
    [[nodiscard]] std::string name_of(const runtime::Task& task, const runtime::StepInfo& step, bool outermost);
    [[nodiscard]] std::string numbered(const std::string& class_name, std::string name);
    void add_test(const runtime::Task& task, const OpenStep& open, const runtime::Completion& completion,
                  runtime::StepRun run, bool outermost);
    void keep_branch(const runtime::Task& task, TaskState& state);
    void add_branches(OpenStep& open);
    void judge(TestCase& test, const runtime::Completion& completion, runtime::StepRun run);
    void settle(const value::Error& handled);
    void add_run(const value::Error& error, const std::string& name, const std::string& details);
    void close_open_steps();
    [[nodiscard]] std::unique_ptr<TestProblem> describe(const value::Error& error);

    runtime::Loop& loop_;
    Setting setting_;
    std::unordered_map<uint64_t, TaskState> tasks_;  // alive, by id
    std::unordered_map<const runtime::TaskOwner*, Making> makings_;  // of constructs; an address may be used again
    std::unordered_map<const runtime::StepInfo*, bool> calls_;
    std::unordered_map<std::string, uint32_t> names_;  // how many tests have had this name
    std::vector<TestCase> tests_;
    OpenErrors errors_;
    uint64_t begun_ = 0;
    uint64_t omitted_ = 0;
    size_t kept_branches_ = 0;
    size_t text_ = 0;  // bytes of what describe() gave
    std::string output_;
    uint64_t omitted_lines_ = 0;
};

}  // namespace aiorun::observe
