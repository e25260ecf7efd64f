#include "steps/step.hpp"

#include "runtime/observer.hpp"
#include "steps/operand.hpp"
#include "steps/run.hpp"
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

Completion Step::leave(Frame& frame, Completion completion, runtime::StepRun run) const {
    if (completion.is_raised()) {
        place_error(frame, completion.error());
    }
    if (runtime::Observer* observer = frame.run().loop().observer()) {
        observer->step_ended(frame.task(), info, completion, run);
    }
    return completion;
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
    return info.name.empty() ? info.action : info.name;
}

Completion Step::bind(Frame& frame, Completion completion) const {
    if (!completion.is_normal() || binding.form == Binding::Form::none) {
        return completion;
    }
    if (binding.form == Binding::Form::whole) {
        frame.slot(binding.slots[0]) = completion.value();
        return completion;
    }
    Value result = completion.value();
    if (value::StandIn* unknown = value::as_stand_in(result)) {
        result = unknown->as_list(binding.slots.size());
    }
    if (!result.is_list() || result.as_list().size() != binding.slots.size()) {
        std::string found =
            result.is_list() ? "one of " + std::to_string(result.as_list().size()) : shown_with_type(result);
        return value::value_error("`as` with " + std::to_string(binding.slots.size()) +
                                  " names needs a list of as many results, found " + found);
    }
    for (size_t i = 0; i < binding.slots.size(); ++i) {
        frame.slot(binding.slots[i]) = result.as_list()[i];
    }
    return completion;
}

Block::Block(std::vector<Step> steps) : steps_(std::move(steps)) {
    for (const Step& step : steps_) {
        waits_ = waits_ || step.waits();
    }
}

Coro<Completion> Block::run(Frame& frame) const {
    Completion last;
    for (const Step& step : steps_) {
        last = Completion();
        auto run = runtime::StepRun::ran;
        switch (step.enter(frame, last)) {
            case Step::Gate::open:
                if (step.action->waits()) {
                    last = co_await step.action->run(frame);
                } else {
                    last = step.action->execute(frame);
                }
                last = step.bind(frame, std::move(last));
                break;
            case Step::Gate::closed:
                run = runtime::StepRun::skipped;
                if (step.otherwise && step.otherwise->waits()) {
                    last = co_await step.otherwise->run(frame);
                } else if (step.otherwise) {
                    last = step.otherwise->execute(frame);
                }
                break;
            case Step::Gate::failed: break;
        }
        last = step.leave(frame, std::move(last), run);
        if (!last.is_normal()) {
            break;
        }
    }
    co_return last;
}

Completion Block::execute(Frame& frame) const {
    Completion last;
    for (const Step& step : steps_) {
        last = Completion();
        auto run = runtime::StepRun::ran;
        switch (step.enter(frame, last)) {
            case Step::Gate::open: last = step.bind(frame, step.action->execute(frame)); break;
            case Step::Gate::closed:
                run = runtime::StepRun::skipped;
                if (step.otherwise) {
                    last = step.otherwise->execute(frame);
                }
                break;
            case Step::Gate::failed: break;
        }
        last = step.leave(frame, std::move(last), run);
        if (!last.is_normal()) {
            break;
        }
    }
    return last;
}

}  // namespace aiorun::steps
