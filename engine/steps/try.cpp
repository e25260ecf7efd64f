// `try:` with `except` or `except_group`, `else` and `finally`.
#include <array>

#include "steps/actions.hpp"
#include "runtime/error_value.hpp"
#include "steps/except_group.hpp"
#include "steps/handler.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

struct Parts {
    Block body;
    HandlerKind kind = HandlerKind::single;
    std::vector<Handler> handlers;
    Block otherwise;
    Block finally;
};

class Try final : public WaitingAction {
  public:
    explicit Try(Parts parts) : parts_(std::move(parts)) {}

    Coro<Completion> run(Frame& frame) const override {
        Completion end = co_await guarded(frame);
        if (parts_.finally.empty()) {
            co_return end;
        }
        Completion last = co_await parts_.finally.run(frame);
        if (last.is_normal()) {
            co_return end;
        }
        if (last.is_raised() && end.is_raised()) {
            set_cause(last.error(), end.error_reference());
        }
        co_return last;  // as in Python, a jump or an error in `finally` takes the place of what was on its way
    }

    void visit(ActionVisitor& visitor) const override {
        visitor.block(parts_.body, "try");
        for (const Handler& handler : parts_.handlers) {
            visitor.expects(handler.types);
            visitor.block(handler.body, "except");
        }
        visitor.block(parts_.otherwise, "else");
        visitor.block(parts_.finally, "finally");
    }

  private:
    /// The body with its handlers and its `else`.
    Coro<Completion> guarded(Frame& frame) const {
        Completion body = co_await parts_.body.run(frame);
        if (body.is_normal()) {
            if (parts_.otherwise.empty()) {
                co_return body;
            }
            co_return co_await parts_.otherwise.run(frame);
        }
        if (!body.is_raised()) {
            co_return body;
        }
        if (parts_.kind == HandlerKind::group) {
            co_return co_await handle_group(parts_.handlers, frame, body.error_reference());
        }
        Completion failure;
        const Handler* handler = choose(frame, body.error(), failure);
        if (handler != nullptr) {
            co_return co_await handler->handle(frame, body.error_reference());
        }
        if (!failure.is_raised()) {
            co_return body;
        }
        set_cause(failure.error(), body.error_reference());
        co_return failure;
    }

    /// The handler that takes the error; null when there is none, or when a condition failed.
    [[nodiscard]] const Handler* choose(Frame& frame, const value::Error& error, Completion& failure) const {
        for (const Handler& handler : parts_.handlers) {
            if (!handler.takes(error)) {
                continue;
            }
            if (!handler.condition) {
                return &handler;
            }
            frame.slot(handler.condition_slot) = runtime::error_to_full_value(error);
            Value holds = frame.evaluate_condition(*handler.condition);
            frame.slot(handler.condition_slot) = Value::unbound();
            if (holds.is_failure()) {
                failure = Completion(std::move(holds));
                return nullptr;
            }
            if (holds.as_bool()) {
                return &handler;
            }
        }
        return nullptr;
    }

    Parts parts_;
};

constexpr std::array<Key, 4> siblings{{
    {"except", Shape::handlers, Presence::optional, "", "a handler, or several in order: the first that fits runs"},
    {"except_group", Shape::handlers, Presence::optional, "",
     "handlers that each take their part of a group of errors (Python's `except*`)"},
    {"else", Shape::steps, Presence::optional, "", "steps that run when the body raised nothing"},
    {"finally", Shape::steps, Presence::optional, "", "steps that run in any case, also when the task is cancelled"},
}};

ActionPointer read(const StepNode& step, Context& context) {
    Parts parts;
    parts.body = read_steps(step.value(), context, "try");
    auto except = step.sibling("except");
    auto except_group = step.sibling("except_group");
    if (except && except_group) {
        context.error(*except_group, "two-handlers", "a \"try\" has \"except\" or \"except_group\", not both");
    }
    if (!except && !except_group && !step.sibling("finally")) {
        context.error(step.key(), "missing-key", "a \"try\" needs \"except\", \"except_group\" or \"finally\"");
    }
    if (except || except_group) {
        parts.kind = except ? HandlerKind::single : HandlerKind::group;
        const document::Node& written = except ? *except : *except_group;
        parts.handlers = read_handlers(written, parts.kind, context);
        if (written.is_list() && written.size() == 0 && !(except && except_group)) {
            context.error(written, "missing-handler", "this list of handlers is empty, so nothing is handled",
                          "for example `except: [ { type: TimeoutError, do: […] } ]`");
        }
    }
    if (auto otherwise = step.sibling("else")) {
        parts.otherwise = read_steps(*otherwise, context, "else");
    }
    if (auto finally = step.sibling("finally")) {
        parts.finally = read_steps(*finally, context.with_value(false), "finally");
    }
    return std::make_unique<Try>(std::move(parts));
}

}  // namespace

const ActionSpec try_action{
    .name = "try",
    .doc = "Runs steps, and handles the errors that they raise.",
    .shape = Shape::steps,
    .siblings = siblings,
    .read = read,
    .result = "the value of the last step run",
};

}  // namespace aiorun::steps
