#include "workflow/runner.hpp"

#include <algorithm>

#include "expression/written_size.hpp"
#include "runtime/await_all.hpp"
#include "runtime/observer_without.hpp"
#include "runtime/task.hpp"
#include "steps/frame.hpp"

namespace aiorun::workflow {
namespace {

using runtime::Completion;
using runtime::Coro;
using runtime::LoopEnd;

/// How many tasks a deadlock report shows.
constexpr size_t reported_tasks = 50;
/// A loop that has not waited for so long while a request to stop is there is one that never waits.
constexpr auto longest_spin = std::chrono::milliseconds(50);

/// Ends the loop one turn after a task, as run_until_complete's callback does.
class StopLoop final : public runtime::Callback {
  public:
    explicit StopLoop(runtime::Loop& loop) : loop_(loop) {}
    void run() override { loop_.stop(); }

  private:
    runtime::Loop& loop_;
};

/// What main returns is the run's result; without `return` there is none.
Coro<Completion> run_main_body(const steps::Block& body, steps::Frame& frame) {
    Completion end = co_await body.run(frame);
    if (end.is_raised()) {
        co_return end;
    }
    if (end.ending() != runtime::Ending::returned) {
        co_return Completion();
    }
    Value result = end.take_value();
    auto failure = expression::too_large_to_write(result);
    if (!failure) {
        co_return Completion(std::move(result));
    }
    // Which step returned it is not known here; most often it is the last.
    value::ErrorReference error(&failure->as_failure());
    error->place = body.steps().back().info.place;
    error->step = "return";
    co_return Completion::raised(std::move(error));
}

/// An error of what is made before main runs, with its place.
value::ErrorReference placed(value::ErrorReference error, const WorkflowFile& file, std::string_view section,
                             document::Span span) {
    document::Position position = file.source->position(span.begin);
    error->place = {file.source->name().c_str(), position.line, position.column};
    error->step = section;
    return error;
}

/// The body of the task that waits for the others at the end.
Coro<Completion> wait_for_all(runtime::Loop& loop, std::vector<runtime::TaskReference> tasks) {
    co_return co_await runtime::wait_all(*loop.current(), std::move(tasks));
}

}  // namespace

class Runner::OnTimer final : public runtime::Timer {
  public:
    using Action = void (Runner::*)();
    OnTimer(Runner& runner, runtime::Duration delay, Action action) : runner_(runner), action_(action) {
        runtime::Loop& loop = runner.services_.loop;
        loop.set_timer(*this, runtime::deadline(loop.now(), delay));
    }
    void run() override { (runner_.*action_)(); }

  private:
    Runner& runner_;
    Action action_;
};

Runner::Runner(const Workflow& workflow, Services services, RunSettings settings)
    : workflow_(workflow),
      services_(services),
      settings_(std::move(settings)),
      run_({services.loop, services.effects, services.output, *this}, settings_.seed) {
    services_.loop.set_idle_hook(this);
}

Runner::~Runner() { services_.loop.set_idle_hook(nullptr); }

RunResult Runner::run() {
    RunResult result;
    if (value::ErrorReference error = set_up()) {
        result.kind = RunResult::Kind::failed;
        result.error = std::move(error);
        return result;
    }
    if (settings_.timeout) {
        timeout_ = std::make_unique<OnTimer>(*this, *settings_.timeout, &Runner::time_is_over);
    }
    run_main(result);
    finish_tasks(result);
    conclude(result);
    return result;
}

/// Params, variables, shared objects: of files that are imported first, since they stand on their own.
value::ErrorReference Runner::set_up() {
    std::vector<Value> globals(workflow_.global_count);
    for (const auto& [index, value] : settings_.params) {
        globals[index] = value;
    }
    run_.set_globals(std::move(globals));
    for (auto file = workflow_.files.rbegin(); file != workflow_.files.rend(); ++file) {
        if (value::ErrorReference error = set_up_file(**file)) {
            return error;
        }
    }
    return nullptr;
}

value::ErrorReference Runner::set_up_file(const WorkflowFile& file) {
    steps::FrameReference frame = steps::Frame::create(run_, *file.scope, 0);
    for (const Variable& variable : file.variables) {
        Value value = frame->evaluate(variable.value);
        if (value.is_failure()) {
            return placed(value::ErrorReference(&value.as_failure()), file, "vars", variable.value.span());
        }
        run_.set_global(variable.global, std::move(value));
    }
    // Conditions come last: they may share a lock that stands below them.
    for (bool conditions : {false, true}) {
        for (const SharedDefinition& definition : file.shared) {
            if ((definition.kind == expression::NameKind::condition) != conditions) {
                continue;
            }
            steps::Evaluated<Value> object = make_shared(definition, *frame);
            if (!object) {
                return placed(object.error(), file, "shared", definition.span);
            }
            run_.set_global(definition.global, std::move(*object));
        }
    }
    return nullptr;
}

void Runner::run_main(RunResult& result) {
    const steps::TaskDefinition& definition = *workflow_.root().main;
    steps::FrameReference frame = steps::Frame::create(run_, *definition.scope, 0);
    steps::Frame& names = *frame;
    runtime::TaskStart start{run_main_body(definition.body, names), std::move(frame), nullptr, "main"};
    main_ = runtime::Task::create(services_.loop, std::move(start));
    StopLoop stop(services_.loop);
    main_->add_done_callback(stop);
    if (services_.loop.run() == LoopEnd::deadlock) {
        note_deadlock(result);
    }
}

/// As asyncio.run does at its end, in order of creation, and again as long as that itself creates tasks.
void Runner::finish_tasks(RunResult& result) {
    runtime::Loop& loop = services_.loop;
    while (!loop.tasks().empty() && !cut_short_) {
        std::vector<runtime::TaskReference> alive;
        for (runtime::Task* task = loop.tasks().first(); task != nullptr; task = loop.tasks().next(*task)) {
            alive.emplace_back(task);
        }
        for (const runtime::TaskReference& task : alive) {
            task->cancel();
        }
        runtime::Observer* observer = loop.observer();
        loop.set_observer(nullptr);  // what waits for the tasks is none of the workflow's
        runtime::TaskReference waiting =
            runtime::Task::create(loop, {wait_for_all(loop, std::move(alive)), nullptr, nullptr, "cleanup"});
        runtime::ObserverWithout hidden(loop, observer, *waiting);
        StopLoop stop(loop);
        waiting->add_done_callback(stop);
        if (loop.run() == LoopEnd::deadlock) {
            waiting->abandon();
            note_deadlock(result);
            break;
        }
    }
    result.cut_short = !loop.tasks().empty();
    abandon_all();
}

void Runner::abandon_all() {
    runtime::TaskList& tasks = services_.loop.tasks();
    while (!tasks.empty()) {
        runtime::TaskReference task(&tasks.front());
        task->abandon();
    }
}

void Runner::note_deadlock(RunResult& result) {
    if (!result.deadlock) {
        result.deadlock = report_waiting(services_.loop, reported_tasks);
        if (settings_.on_deadlock) {
            settings_.on_deadlock();
        }
    }
}

void Runner::conclude(RunResult& result) {
    timeout_ = nullptr;
    grace_ = nullptr;
    if (main_->failed() || main_->cancelled()) {
        result.error = main_->outcome().error_reference();
    } else if (main_->done()) {
        result.result = main_->result();
    }
    // What the run still holds goes now: tasks that nobody asked for their errors tell the loop so when they go.
    main_ = nullptr;
    services_.loop.drop_ready();
    for (const Variable& variable : workflow_.root().variables) {
        if (settings_.keep_variables) {
            result.variables.emplace_back(variable.name, run_.global(variable.global));
        }
    }
    run_.set_globals({});
    result.forgotten = std::move(services_.loop.forgotten());
    std::ranges::sort(result.forgotten, {}, &runtime::ForgottenFailure::task_id);
    result.reason = reason_;
    if (result.deadlock) {
        result.kind = RunResult::Kind::deadlock;
        result.error = value::make_error(value::error_type::deadlock, "no task can ever run again");
    } else if (reason_ != StopReason::none) {
        result.kind = RunResult::Kind::stopped;
    } else if (result.error || !result.forgotten.empty()) {
        result.kind = RunResult::Kind::failed;
        if (!result.error) {
            result.error = result.forgotten.front().error;
        }
    }
}

void Runner::stop(StopReason reason) {
    if (reason_ != StopReason::none) {
        return;
    }
    reason_ = reason;
    stopped_at_ = std::chrono::steady_clock::now();
    grace_ = std::make_unique<OnTimer>(*this, settings_.grace, &Runner::grace_is_over);
    if (main_) {
        main_->cancel();
    }
}

bool Runner::has_to_end(runtime::Duration patience) {
    if (services_.signals != nullptr && runtime::Signals::pending()) {
        services_.signals->deliver();
    }
    if (reason_ == StopReason::none && settings_.timeout && services_.loop.now() >= *settings_.timeout) {
        stop(StopReason::timeout);
    }
    return reason_ != StopReason::none && std::chrono::steady_clock::now() - stopped_at_ > patience;
}

void Runner::time_is_over() { stop(StopReason::timeout); }

void Runner::grace_is_over() {
    cut_short_ = true;
    services_.loop.stop();
}

void Runner::before_wait() {
    if (!services_.output.flush()) {
        stop(StopReason::output);
    }
}

/// Asked by loops in each round. What a signal or the time limit asks for normally comes by way of the reactor; only a loop
/// that does not let it come is ended from here.
bool Runner::take() {
    constexpr uint32_t rounds_between = 256;
    bool asked = runtime::Signals::pending() || settings_.timeout || reason_ != StopReason::none;
    if (!asked || cut_short_ || ++rounds_ % rounds_between != 0) {
        return cut_short_;
    }
    if (reason_ != StopReason::none && std::chrono::steady_clock::now() - stopped_at_ > settings_.grace) {
        grace_is_over();  // its timer does not come while a clean-up spins, or while virtual time stands still
        return true;
    }
    if (reason_ == StopReason::limit && services_.loop.current()->take_pending_cancel()) {
        return true;  // the limit was reached in this very turn
    }
    if (!spins()) {
        return false;
    }
    StopReason before = reason_;
    if (services_.signals != nullptr && runtime::Signals::pending()) {
        services_.signals->deliver();
    } else if (settings_.timeout && services_.loop.now() >= *settings_.timeout) {
        stop(StopReason::timeout);
    }
    if (reason_ == before) {
        return false;
    }
    spinning_since_.reset();
    (void)services_.loop.current()->take_pending_cancel();  // it is delivered here
    return true;
}

/// Whether the task that runs has not let the loop turn for a while.
bool Runner::spins() {
    auto now = std::chrono::steady_clock::now();
    if (!spinning_since_ || spinning_turn_ != services_.loop.turn()) {
        spinning_turn_ = services_.loop.turn();
        spinning_since_ = now;
        return false;
    }
    return now - *spinning_since_ > longest_spin;
}

}  // namespace aiorun::workflow
