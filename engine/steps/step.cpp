#include "steps/step.hpp"

#include "runtime/observer.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
#include "steps/variable_watch.hpp"
#include "steps/wish.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {

Step::Step() = default;
Step::Step(Step&&) noexcept = default;
Step& Step::operator=(Step&&) noexcept = default;
Step::~Step() = default;

bool Step::waits() const noexcept { return action->waits() || (otherwise && otherwise->waits()); }

Step::Gate Step::enter(Frame& frame, Completion& completion) const {
    runtime::Task& task = frame.task();
    task.set_step(&info);
    if (runtime::Observer* observer = task.loop().observer()) {
        observer->step_began(task, info);
    }
    if (!condition) {
        return Gate::open;
    }
    Value holds = frame.evaluate_open_condition(*condition);
    if (holds.is_failure()) {
        completion = Completion(std::move(holds));
        return Gate::failed;
    }
    if (holds.is_opaque()) {
        holds = Frame::choose(*condition, holds, wishes_to_run(*this, holds));
    }
    return holds.as_bool() ? Gate::open : Gate::closed;
}

Coro<Completion> Step::begin(Frame& frame, Completion& completion, runtime::StepRun& run) const {
    run = runtime::StepRun::ran;
    switch (enter(frame, completion)) {
        case Gate::open:
            if (action->waits()) {
                if (Coro<Completion> rest = action->start(frame, completion)) {
                    return rest;
                }
            } else {
                completion = action->execute(frame);
            }
            bind(frame, completion);
            break;
        case Gate::closed:
            run = runtime::StepRun::skipped;
            if (otherwise && otherwise->waits()) {
                return otherwise->start(frame, completion);
            }
            if (otherwise) {
                completion = otherwise->execute(frame);
            }
            break;
        case Gate::failed: break;
    }
    return {};
}

/// After what begin() gave: whether the next step is to run.
bool Step::finish(Frame& frame, Completion& completion, runtime::StepRun run) const {
    if (run == runtime::StepRun::ran) {
        bind(frame, completion);
    }
    leave(frame, completion, run);
    return completion.is_normal();
}

void Step::leave(Frame& frame, Completion& completion, runtime::StepRun run) const {
    if (completion.is_raised()) {
        place_error(frame, completion.error());
    }
    if (runtime::Observer* observer = frame.run().loop().observer()) {
        observer->step_ended(frame.task(), info, completion, run);
    }
}

/// An error is placed by the innermost step that it leaves. The cancellation that all share has no place.
void Step::place_error(const Frame& frame, value::Error& error) const {
    if (error.place.line != 0 || &error == runtime::cancelled_error().get()) {
        return;
    }
    error.place = info.place;
    error.step = shown_name(frame);
    error.task = frame.task().name();
}

/// A name that cannot be evaluated does not take the place of the error that it is for.
std::string Step::shown_name(const Frame& frame) const {
    Value evaluated = name ? frame.evaluate(*name) : Value();
    if (evaluated.is_string()) {
        return std::string(evaluated.as_string());
    }
    return std::string(info.name.empty() ? info.action : info.name);
}

void Step::bind_result(Frame& frame, Completion& completion) const {
    if (binding.form == Binding::Form::whole) {
        if (VariableWatch* watch = watch_of(frame)) {
            watch->bound(frame, info.action, binding.slot);
        }
        frame.slot(binding.slot) = completion.value();
        return;
    }
    Value result = completion.value();
    const std::vector<uint32_t>& slots = *binding.slots;
    if (value::StandIn* unknown = value::as_stand_in(result)) {
        result = unknown->as_list(slots.size());
    }
    if (!result.is_list() || result.as_list().size() != slots.size()) {
        std::string found =
            result.is_list() ? "one of " + std::to_string(result.as_list().size()) : shown_with_type(result);
        completion = value::value_error("`as` with " + std::to_string(slots.size()) +
                                        " names needs a list of as many results, found " + found);
        return;
    }
    for (size_t i = 0; i < slots.size(); ++i) {
        frame.slot(slots[i]) = result.as_list()[i];
    }
}

Block::Block(std::vector<Step> steps) : steps_(std::move(steps)) {
    for (const Step& step : steps_) {
        waits_ = waits_ || step.waits();
    }
    if (!steps_.empty()) {
        steps_.back().is_last_ = true;
    }
}

namespace detail {

/// Runs the steps from `at` on, up to the first that waits: gives what it waits for. When there is none, gives nothing, and
/// `last` is how the block ended.
Coro<Completion> advance(const Step*& at, Frame& frame, Completion& last, runtime::StepRun& run) {
    while (at != nullptr) {
        last = Completion();
        if (Coro<Completion> wait = at->begin(frame, last, run)) {
            return wait;
        }
        at->leave(frame, last, run);
        at = last.is_normal() ? at->next() : nullptr;
    }
    return {};
}

/// Its frame is what each branch of a workflow costs while it waits: nothing else may be alive then.
Coro<Completion> run_steps(const Step* at, Frame& frame) {
    Completion& last = co_await runtime::own_result;
    auto run = runtime::StepRun::ran;
    while (Coro<Completion> wait = advance(at, frame, last, run)) {
        co_await wait.end();
        wait.put_result(last);
        at = at->finish(frame, last, run) ? at->next() : nullptr;
    }
    co_return std::move(last);
}

/// What is left of a block that has come to a step which waits.
Coro<Completion> go_on(const Step* at, Frame& frame, Coro<Completion> wait, runtime::StepRun run) {
    Completion& last = co_await runtime::own_result;
    do {
        co_await wait.end();
        wait.put_result(last);
        wait = {};
        at = at->finish(frame, last, run) ? at->next() : nullptr;
    } while ((wait = advance(at, frame, last, run)));
    co_return std::move(last);
}

}  // namespace detail

Coro<Completion> Block::start(Frame& frame, Completion& completion) const {
    const Step* at = empty() ? nullptr : steps_.data();
    auto run = runtime::StepRun::ran;
    Coro<Completion> wait = detail::advance(at, frame, completion, run);
    return wait ? detail::go_on(at, frame, std::move(wait), run) : Coro<Completion>();
}

Coro<Completion> Block::run(Frame& frame) const { return detail::run_steps(empty() ? nullptr : steps_.data(), frame); }

Completion Block::execute(Frame& frame) const {
    Completion last;
    for (const Step& step : steps_) {
        last = Completion();
        auto run = runtime::StepRun::ran;
        switch (step.enter(frame, last)) {
            case Step::Gate::open:
                last = step.action->execute(frame);
                step.bind(frame, last);
                break;
            case Step::Gate::closed:
                run = runtime::StepRun::skipped;
                if (step.otherwise) {
                    last = step.otherwise->execute(frame);
                }
                break;
            case Step::Gate::failed: break;
        }
        step.leave(frame, last, run);
        if (!last.is_normal()) {
            break;
        }
    }
    return last;
}

}  // namespace aiorun::steps
