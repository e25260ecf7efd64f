#include "observe/report_junit.hpp"

#include <algorithm>
#include <array>

#include "runtime/task.hpp"
#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

using runtime::Completion;
using runtime::StepInfo;
using runtime::StepRun;
using runtime::Task;

constexpr size_t longest_note = 300;

std::string cut(std::string text, size_t longest) {
    if (text.size() > longest) {
        text.resize(value::valid_utf8_prefix(std::string_view(text).substr(0, longest)));
        text += "…";
    }
    return text;
}

/// What a test looks for; every other type says that it could not look.
bool is_failure(const value::Error& error) {
    constexpr std::array looked_for{value::error_type::assertion, value::error_type::http, value::error_type::process};
    if (error.is_group()) {
        return std::ranges::all_of(error.errors, [](const auto& inner) { return is_failure(*inner); });
    }
    return std::ranges::any_of(looked_for, [&](std::string_view type) { return error.is(type); });
}

/// `workflows.smoke` of "workflows/smoke.yaml": readers group tests by what stands before the last dot.
std::string module_of(std::string_view file) {
    size_t dot = file.rfind('.');
    if (dot != std::string_view::npos && dot > file.rfind('/') + 1) {
        file = file.substr(0, dot);
    }
    std::string name;
    for (char c : file.substr(std::min(file.find_first_not_of("./"), file.size()))) {
        name += c == '/' ? '.' : c;
    }
    return name;
}

}  // namespace

void JUnitReport::task_created(const Task& task) {
    Making making;
    if (const Task* maker = loop_.current()) {
        making = making_by(*maker);
    } else if (auto found = makings_.find(task.owner()); found != makings_.end()) {
        making = found->second;  // a branch that starts as another one ends
    }
    if (task.index() == 0) {
        makings_[task.owner()] = making;
    }
    tasks_[task.id()].making = making;
}

JUnitReport::Making JUnitReport::making_by(const Task& maker) {
    auto found = tasks_.find(maker.id());
    if (found == tasks_.end()) {
        return {};
    }
    const TaskState& state = found->second;
    if (state.steps.empty()) {
        return {state.making.definition, maker.id(), 0};
    }
    return {definition_in(state), maker.id(), state.steps.back().rank};
}

/// The task to whose body belongs what begins now. When a call is the innermost open step, its body runs.
std::string_view JUnitReport::definition_in(const TaskState& state) {
    if (state.steps.empty()) {
        return state.making.definition;
    }
    const OpenStep& open = state.steps.back();
    return is_call(*open.step) ? std::string_view(open.step->action) : open.definition;
}

void JUnitReport::task_ended(const Task& task) {
    if (task.failed() && task.owner() != nullptr && task.owner()->kind() == "race") {
        errors_.set_optional(task.result().as_failure());
    }
    auto found = tasks_.find(task.id());
    if (found == tasks_.end()) {
        return;
    }
    if (task.failed() && found->second.failed) {
        keep_branch(task, found->second);
    }
    tasks_.erase(found);
}

/// Whether the construct raises the error or returns it (`return_exceptions`) is known when its step ends.
void JUnitReport::keep_branch(const Task& task, TaskState& state) {
    const value::ErrorReference& error = state.failed->error;
    auto maker = tasks_.find(state.making.maker);
    bool is_branch = task.owner() != nullptr && task.owner()->kind() == "gather";
    if (!is_branch || maker == tasks_.end() || errors_.cover(*error)) {
        return;
    }
    std::vector<OpenStep>& steps = maker->second.steps;
    auto step = std::ranges::find(steps, state.making.step, &OpenStep::rank);
    if (step == steps.end()) {
        return;
    }
    if (kept_branches_ >= most_tests) {
        ++omitted_;
        return;
    }
    ++kept_branches_;
    step->branches.push_back(std::move(*state.failed));
}

/// The step did not raise what its branches failed with.
void JUnitReport::add_branches(OpenStep& open) {
    for (FailedBranch& branch : open.branches) {
        if (tests_.size() >= 2 * most_tests) {
            ++omitted_;
            continue;
        }
        TestCase test{.begun = branch.rank, .time = branch.took};
        test.outcome = is_failure(*branch.error) ? TestOutcome::failure : TestOutcome::error;
        test.problem = describe(*branch.error);
        test.class_name = class_of({.step = branch.step, .definition = branch.definition});
        test.name = setting_.mask(numbered(test.class_name, std::move(branch.name)));
        errors_.add(branch.error, tests_.size());
        tests_.push_back(std::move(test));
    }
}

void JUnitReport::step_began(const Task& task, const StepInfo& step) {
    TaskState& state = tasks_[task.id()];
    OpenStep open{.step = &step, .definition = definition_in(state), .rank = ++begun_, .begun = loop_.now()};
    open.is_test = is_test(task, step, state.steps.empty());
    if (open.is_test) {
        mark_holders(&state);
    }
    state.steps.push_back(std::move(open));
}

/// All steps around a test hold it, also those around what made its task.
void JUnitReport::mark_holders(TaskState* state) {
    uint64_t latest = begun_;
    while (true) {
        for (auto open = state->steps.rbegin(); open != state->steps.rend(); ++open) {
            if (open->rank <= latest && std::exchange(open->holds_tests, true)) {
                return;  // and so do those around it
            }
        }
        auto maker = tasks_.find(state->making.maker);
        if (maker == tasks_.end()) {
            return;
        }
        latest = state->making.step;
        state = &maker->second;
    }
}

void JUnitReport::step_ended(const Task& task, const StepInfo&, const Completion& completion, StepRun run) {
    auto found = tasks_.find(task.id());
    if (found == tasks_.end() || found->second.steps.empty()) {
        return;
    }
    std::vector<OpenStep>& steps = found->second.steps;
    OpenStep open = std::move(steps.back());
    steps.pop_back();
    for (const value::ErrorReference& passed : open.passed) {
        if (!completion.is_raised() || !holds_error(completion.error(), *passed)) {
            settle(*passed);
        }
    }
    if (!completion.is_raised()) {
        add_branches(open);
    }
    kept_branches_ -= open.branches.size();
    if (steps.empty() && completion.is_raised() && !completion.is_cancelled()) {
        found->second.failed = FailedBranch{open.step, open.definition, open.rank, loop_.now() - open.begun, name_of(task, *open.step, true),
                                            completion.error_reference()};
    }
    if (completion.is_raised() && !completion.is_cancelled()) {
        errors_.set_raised(completion.error());
        if (!steps.empty()) {
            steps.back().passed.push_back(completion.error_reference());
        }
    }
    if (open.is_test && !only_holds(open, completion)) {
        add_test(task, open, completion, run, steps.empty());
    }
}

void JUnitReport::line_written(const Task&, runtime::LineKind kind, std::string_view line) {
    if (kind != runtime::LineKind::printed) {
        return;
    }
    if (omitted_lines_ > 0 || output_.size() + line.size() > most_output) {
        ++omitted_lines_;
        return;
    }
    output_ += setting_.mask(std::string(line)) + "\n";
}

bool JUnitReport::is_call(const StepInfo& step) {
    auto [found, is_new] = calls_.try_emplace(&step, false);
    if (is_new) {
        found->second = setting_.is_task(step.action);
    }
    return found->second;
}

bool JUnitReport::is_test(const Task& task, const StepInfo& step, bool outermost) {
    if (!step.name.empty() || step.action == "assert") {
        return true;
    }
    bool is_main = task.parent_id() == 0 && task.owner() == nullptr;
    return outermost && (is_main || step.action == "fetch" || step.action == "run" || is_call(step));
}

/// `gather`, `do` and their like: what there is to say of them, the tests in them say. So it is of a call that fails with what a
/// test in it has failed with.
bool JUnitReport::only_holds(const OpenStep& open, const Completion& completion) {
    const StepInfo& step = *open.step;
    if (!open.holds_tests || !step.name.empty()) {
        return false;
    }
    bool is_failed = completion.is_raised() && !completion.is_cancelled();
    return is_failed ? errors_.cover(completion.error()) : !is_call(step);
}

/// The file and the task whose body the step is in.
std::string JUnitReport::class_of(const OpenStep& open) const {
    const char* file = open.step->place.file;
    std::string_view task = open.definition;
    task.remove_prefix(task.rfind('.') + 1);  // `lib.login` is called login in its own file
    return setting_.mask(module_of(file == nullptr ? std::string_view(setting_.file) : file) + "." + std::string(task));
}

/// The step's name, or its action; `[3]` after it in the branch of that index; its line where the action alone says little.
std::string JUnitReport::name_of(const Task& task, const StepInfo& step, bool outermost) {
    bool is_plain = step.name.empty() && !is_call(step);
    std::string name(step.name.empty() ? step.action : step.name);
    if (is_plain) {
        name += " (line " + std::to_string(step.place.line) + ")";
    }
    bool is_indexed = task.index() != runtime::TaskStart::no_index;
    if (outermost && is_indexed) {
        return name + "[" + std::to_string(task.index()) + "]";
    }
    return is_indexed ? name + " in " + task.name() : name;
}

/// Readers tell tests apart by class and name: the second one of a name gets `#2`.
std::string JUnitReport::numbered(const std::string& class_name, std::string name) {
    uint32_t number = ++names_[class_name + "\n" + name];
    return number == 1 ? name : name + " #" + std::to_string(number);
}

void JUnitReport::add_test(const Task& task, const OpenStep& open, const Completion& completion, StepRun run,
                           bool outermost) {
    TestCase test{.begun = open.rank, .time = loop_.now() - open.begun};
    judge(test, completion, run);
    bool is_bad = test.outcome == TestOutcome::failure || test.outcome == TestOutcome::error;
    // Beyond the bound tests are counted; the ones that failed have as much room again.
    if (tests_.size() >= (is_bad ? 2 * most_tests : most_tests)) {
        ++omitted_;
        return;
    }
    test.class_name = class_of(open);
    test.name = setting_.mask(numbered(test.class_name, name_of(task, *open.step, outermost)));
    if (is_bad) {
        errors_.add(completion.error_reference(), tests_.size());
    }
    tests_.push_back(std::move(test));
}

void JUnitReport::judge(TestCase& test, const Completion& completion, StepRun run) {
    if (completion.is_cancelled()) {
        test.outcome = TestOutcome::skipped;
        test.problem = std::make_unique<TestProblem>(TestProblem{{}, "cancelled before it ended", {}});
    } else if (completion.is_raised()) {
        test.outcome = is_failure(completion.error()) ? TestOutcome::failure : TestOutcome::error;
        test.problem = describe(completion.error());
    } else if (run == StepRun::skipped) {
        test.outcome = TestOutcome::skipped;
        test.problem = std::make_unique<TestProblem>(TestProblem{{}, "its `if` did not hold", {}});
    }
}

std::unique_ptr<TestProblem> JUnitReport::describe(const value::Error& error) {
    if (text_ > most_text) {
        return std::make_unique<TestProblem>(TestProblem{cut(setting_.mask(error.type), longest_message), "", ""});
    }
    std::string message = error.message.empty() ? error.type : error.message;
    std::string text = value::describe(error) + "\n" + setting_.explain(error);
    auto problem = std::make_unique<TestProblem>(TestProblem{cut(setting_.mask(error.type), longest_message),
                                                             cut(setting_.mask(std::move(message)), longest_message),
                                                             cut(setting_.mask(std::move(text)), longest_text)});
    text_ += problem->message.size() + problem->text.size();
    return problem;
}

/// The workflow expected this error: tests that ended with it did what they were to do.
void JUnitReport::settle(const value::Error& handled) {
    for (size_t index : errors_.take(handled)) {
        TestCase& test = tests_[index];
        test.outcome = TestOutcome::passed;
        test.note = cut("handled by the workflow: " + test.problem->type + ": " + test.problem->message, longest_note);
        test.problem = nullptr;
    }
}

/// What no test shows: an error of the run as a whole.
void JUnitReport::add_run(const value::Error& error, const std::string& name, const std::string& details) {
    TestCase test{.begun = ++begun_, .time = loop_.now(), .class_name = module_of(setting_.file)};
    test.outcome = is_failure(error) ? TestOutcome::failure : TestOutcome::error;
    test.problem = describe(error);
    test.problem->text = cut(test.problem->text + setting_.mask(details), longest_text);
    test.name = setting_.mask(numbered(test.class_name, name));
    tests_.push_back(std::move(test));
}

/// Steps that did not end, of tasks that were dropped where they stood.
void JUnitReport::close_open_steps() {
    std::vector<const OpenStep*> open_steps;
    for (const auto& [id, state] : tasks_) {
        for (const OpenStep& open : state.steps) {
            if (open.is_test && tests_.size() + open_steps.size() < 2 * most_tests) {
                open_steps.push_back(&open);
            }
        }
    }
    std::ranges::sort(open_steps, {}, &OpenStep::rank);
    for (const OpenStep* open : open_steps) {
        TestCase test{.begun = open->rank, .outcome = TestOutcome::error, .time = loop_.now() - open->begun};
        test.class_name = class_of(*open);
        std::string name(open->step->name.empty() ? open->step->action : open->step->name);
        test.name = setting_.mask(numbered(test.class_name, std::move(name)));
        test.problem = std::make_unique<TestProblem>(TestProblem{
            std::string(value::error_type::cancelled), "did not end in time, and was dropped where it stood", {}});
        tests_.push_back(std::move(test));
    }
}

std::string JUnitReport::finish(const End& end) {
    close_open_steps();
    for (const OpenErrors::Entry& entry : std::deque(errors_.entries())) {
        if (entry.is_optional) {
            settle(*entry.error);
        }
    }
    for (const runtime::ForgottenFailure& failure : end.forgotten) {
        if (!errors_.cover(*failure.error)) {
            add_run(*failure.error, "task " + failure.task, "");
        }
    }
    bool is_forgotten = std::ranges::any_of(end.forgotten, [&](const auto& each) { return each.error == end.error; });
    if (end.error && !is_forgotten && !errors_.cover(*end.error)) {
        add_run(*end.error, setting_.suite, end.details);
    } else if (tests_.empty()) {
        tests_.push_back({.time = loop_.now(), .class_name = module_of(setting_.file), .name = setting_.mask(setting_.suite)});
    }
    std::ranges::sort(tests_, {}, &TestCase::begun);
    setting_.properties.emplace_back("exit.status", std::to_string(end.exit_status));
    if (omitted_ > 0) {
        setting_.properties.emplace_back("aiorun.tests.omitted", std::to_string(omitted_));
    }
    if (omitted_lines_ > 0) {
        output_ += "… and " + std::to_string(omitted_lines_) + " more lines\n";
    }
    return to_xml({setting_.mask(setting_.suite), setting_.timestamp, setting_.host, loop_.now(),
                   std::move(setting_.properties), std::move(tests_), std::move(output_)});
}

}  // namespace aiorun::observe
