// `retry:` on a step: attempts with waits between them.
#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/error_value.hpp"
#include "runtime/observer.hpp"
#include "runtime/sleep.hpp"
#include "runtime/timeout.hpp"
#include "steps/error_types.hpp"
#include "steps/modifiers.hpp"
#include "steps/operand.hpp"
#include "steps/options.hpp"
#include "steps/retry_after.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

/// The longest wait when `max_delay` is not set.
constexpr Duration default_max_delay = std::chrono::seconds(30);

/// `jitter`: how much of a wait is left to chance. 0 none, 1 all of it.
struct Jitter {
    double fraction = 0;
};

struct RetryOptions {
    Operand<int64_t> attempts{1};
    Operand<Duration> delay{Duration(0)};
    Operand<double> backoff{1.0};
    std::optional<Operand<Duration>> max_delay;
    Jitter jitter;
    std::optional<ErrorTypes> on;  // none: what is worth trying again by itself
    std::optional<expression::Program> condition;
    uint32_t condition_slot = 0;
    std::optional<Operand<Duration>> timeout;
    Operand<bool> respect_retry_after{true};
    Operand<bool> unsafe{false};
};

/// What the options come to in one run.
struct Plan {
    int64_t attempts = 1;
    Duration delay{0};
    double backoff = 1;
    Duration max_delay{0};
    std::optional<Duration> timeout;
    bool respect_retry_after = true;
    bool unsafe = false;
};

bool is_transient(const value::Error& error) {
    if (error.is(value::error_type::connection) || error.is(value::error_type::timeout)) {
        return true;
    }
    if (!error.is(value::error_type::http) || !error.details.is_map()) {
        return false;
    }
    constexpr std::array<int64_t, 7> statuses{408, 425, 429, 500, 502, 503, 504};
    const Value* status = error.details.as_map().find(std::string_view("status"));
    return status != nullptr && status->is_int() && std::ranges::find(statuses, status->as_int()) != statuses.end();
}

/// A group may be repeated when all of its errors may.
bool is_repeatable(const value::Error& error) {
    return error.repeatable &&
           std::ranges::all_of(error.errors, [](const value::ErrorReference& member) { return is_repeatable(*member); });
}

/// delay * backoff^n, at most `max_delay`.
Duration wait_before(const Plan& plan, int64_t attempt) {
    if (plan.delay <= Duration(0)) {
        return Duration(0);  // however often it is multiplied, by infinity in the end
    }
    double nanoseconds = static_cast<double>(plan.delay.count()) * std::pow(plan.backoff, static_cast<double>(attempt));
    if (!(nanoseconds < static_cast<double>(plan.max_delay.count()))) {
        return std::min(plan.max_delay, Duration::max());
    }
    return Duration(std::llround(nanoseconds));
}

class Retry final : public WaitingAction {
  public:
    Retry(RetryOptions options, ActionPointer inside) : options_(std::move(options)), inside_(std::move(inside)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<Plan> plan = make_plan(frame);
        if (!plan) {
            co_return Completion::raised(plan.error());
        }
        for (int64_t attempt = 0;; ++attempt) {
            Completion end = co_await try_once(frame, *plan);
            if (!end.is_raised()) {
                co_return end;
            }
            Evaluated<bool> again = is_worth_another(frame, *plan, end.error(), attempt);
            if (!again) {
                co_return Completion::raised(again.error());
            }
            if (!*again) {
                if (attempt > 0 && !end.is_cancelled()) {
                    end.error().attempts = static_cast<uint32_t>(attempt + 1);
                }
                co_return end;
            }
            Duration wait = next_wait(frame, *plan, end.error(), attempt);
            report(frame, *plan, end.error(), attempt, wait);
            if (co_await pause(frame.task(), wait) == runtime::Wakeup::cancelled) {
                co_return Completion::cancelled();
            }
        }
    }
    void visit(ActionVisitor& visitor) const override {
        if (options_.on) {
            visitor.expects(*options_.on);
        }
        if (!options_.timeout) {
            inside_->visit(visitor);
            return;
        }
        visitor.enter_timeout();
        inside_->visit(visitor);
        visitor.leave_timeout();
    }

  private:
    Coro<Completion> try_once(Frame& frame, Plan plan) const {
        if (!plan.timeout) {
            co_return co_await inside_->run(frame);
        }
        runtime::Timeout scope(frame.task(), *plan.timeout);
        Completion body = co_await inside_->run(frame);
        co_return scope.leave(std::move(body),
                              "an attempt took longer than " + document::format_duration(*plan.timeout));
    }

    static Coro<runtime::Wakeup> pause(runtime::Task& task, Duration wait) {
        if (wait <= Duration(0)) {
            co_return co_await runtime::Yield(task);
        }
        runtime::Sleep sleep(task, wait);
        co_return co_await sleep;
    }

    [[nodiscard]] Evaluated<bool> is_worth_another(Frame& frame, const Plan& plan, const value::Error& error,
                                                   int64_t attempt) const {
        if (attempt + 1 >= plan.attempts || (!plan.unsafe && !is_repeatable(error))) {
            return false;
        }
        bool fits = options_.on ? options_.on->contains(error.type) : is_transient(error);
        if (!fits || !options_.condition) {
            return fits;
        }
        frame.slot(options_.condition_slot) = runtime::error_to_full_value(error);
        Value holds = frame.evaluate_condition(*options_.condition);
        frame.slot(options_.condition_slot) = Value::unbound();
        if (holds.is_failure()) {
            return std::unexpected(value::ErrorReference(&holds.as_failure()));
        }
        return holds.as_bool();
    }

    [[nodiscard]] Duration next_wait(Frame& frame, const Plan& plan, const value::Error& error, int64_t attempt) const {
        Duration wait = wait_before(plan, attempt);
        if (options_.jitter.fraction > 0) {
            double share = 1 - options_.jitter.fraction * frame.run().jitter();
            wait = Duration(static_cast<int64_t>(static_cast<double>(wait.count()) * share));
        }
        if (plan.respect_retry_after) {
            if (auto asked = retry_after(error, frame.run().effects().now())) {
                wait = std::min(std::max(wait, *asked), plan.max_delay);
            }
        }
        return wait;
    }

    static void report(Frame& frame, const Plan& plan, const value::Error& error, int64_t attempt, Duration wait) {
        std::string text = "attempt " + std::to_string(attempt + 1) + " of " + std::to_string(plan.attempts) +
                           " failed: " + value::describe(error) + "; the next one in " + document::format_duration(wait);
        frame.run().output().log(LogLevel::info, text, Value(), frame.task());
        if (runtime::Observer* observer = frame.run().loop().observer()) {
            observer->attempt_failed(frame.task(), {attempt + 1, plan.attempts, wait, error});
        }
    }

    [[nodiscard]] Evaluated<Plan> make_plan(const Frame& frame) const;

    RetryOptions options_;
    ActionPointer inside_;
};

/// Evaluates `operand` into `target`; the error of one that fails goes to `error`, which stays when it is set.
template <class T, class Target>
void evaluate_into(Target& target, const Operand<T>& operand, const Frame& frame, value::ErrorReference& error) {
    if (error) {
        return;
    }
    Evaluated<T> value = operand.evaluate(frame);
    if (value) {
        target = *value;
    } else {
        error = value.error();
    }
}

Evaluated<Plan> Retry::make_plan(const Frame& frame) const {
    Plan plan;
    value::ErrorReference error;
    evaluate_into(plan.attempts, options_.attempts, frame, error);
    evaluate_into(plan.delay, options_.delay, frame, error);
    evaluate_into(plan.backoff, options_.backoff, frame, error);
    evaluate_into(plan.respect_retry_after, options_.respect_retry_after, frame, error);
    evaluate_into(plan.unsafe, options_.unsafe, frame, error);
    // The bound that nobody asked for does not cut a delay that somebody did ask for.
    plan.max_delay = plan.delay > default_max_delay ? Duration::max() : default_max_delay;
    if (options_.max_delay) {
        evaluate_into(plan.max_delay, *options_.max_delay, frame, error);
    }
    if (options_.timeout) {
        evaluate_into(plan.timeout, *options_.timeout, frame, error);
    }
    if (!error && plan.attempts < 1) {
        error = value::make_error(value::error_type::value,
                                  "the attempts of retry are at least 1, found " + std::to_string(plan.attempts));
    }
    if (error) {
        return std::unexpected(std::move(error));
    }
    return plan;
}

constexpr std::array<Key, 10> options{{
    {"attempts", Shape::integer, Presence::required, "", "how many attempts in all"},
    {"delay", Shape::duration, Presence::optional, "0", "the wait before the second attempt"},
    {"backoff", Shape::number, Presence::optional, "1", "each further wait is so many times longer"},
    {"max_delay", Shape::duration, Presence::optional, "30s, or none when `delay` is longer", "the longest wait"},
    {"jitter", Shape::anything, Presence::optional, "none",
     "how much of a wait is left to chance: `full`, `none` or a fraction"},
    {"on", Shape::anything, Presence::optional, "",
     "the error types to try again after; by default ConnectionError, TimeoutError, and HTTPError with 408, 425, 429, "
     "500, 502, 503, 504"},
    {"if", Shape::condition, Presence::optional, "", "a further condition, which sees `error`"},
    {"timeout", Shape::duration, Presence::optional, "", "how long one attempt may take"},
    {"respect_retry_after", Shape::boolean, Presence::optional, "true",
     "wait as long as a Retry-After header says, up to `max_delay`"},
    {"unsafe", Shape::boolean, Presence::optional, "false",
     "repeat also requests that may have had an effect (POST, PATCH)"},
}};

Jitter read_jitter(const document::Node& node, const Context& context) {
    Value value = node.value();
    if (value.is_string() && value.as_string() == "full") {
        return {1};
    }
    if (value.is_string() && value.as_string() == "none") {
        return {0};
    }
    if (!value.is_number() || !(value.to_double() >= 0 && value.to_double() <= 1)) {
        context.error(node, "wrong-value", "\"jitter\" is full, none or a fraction from 0 to 1, found " +
                                               (node.is_scalar() ? "\"" + std::string(node.text()) + "\""
                                                                 : std::string(node.kind_name())));
        return {};
    }
    return {value.to_double()};
}

void check_attempts(const document::Node& node, const Operand<int64_t>& attempts, const Context& context) {
    if (attempts.constant() != nullptr && *attempts.constant() < 1) {
        context.error(node, "wrong-value",
                      "the attempts of retry are at least 1, found " + std::to_string(*attempts.constant()));
    }
}

RetryOptions read_options(const document::Node& node, const Context& context) {
    RetryOptions result;
    if (!node.is_map()) {
        result.attempts = Operand<int64_t>::read(node, "\"retry\"", context);
        check_attempts(node, result.attempts, context);
        return result;
    }
    Options map(node, options, "retry", context);
    auto read = [&]<class T>(std::string_view key, Operand<T>& target) {
        if (auto value = map.find(key)) {
            target = Operand<T>::read(*value, "\"" + std::string(key) + "\" of retry", context);
        }
    };
    read("attempts", result.attempts);
    read("delay", result.delay);
    read("backoff", result.backoff);
    if (const double* backoff = result.backoff.constant(); backoff != nullptr && *backoff < 0) {
        context.error(*map.find("backoff"), "wrong-value",
                      "\"backoff\" of retry is at least 0, found " + value::to_json(Value(*backoff)));
    }
    if (auto longest = map.find("max_delay")) {
        result.max_delay = Operand<Duration>::read(*longest, "\"max_delay\" of retry", context);
    }
    read("respect_retry_after", result.respect_retry_after);
    read("unsafe", result.unsafe);
    if (auto attempts = map.find("attempts")) {
        check_attempts(*attempts, result.attempts, context);
    }
    if (auto jitter = map.find("jitter")) {
        result.jitter = read_jitter(*jitter, context);
    }
    if (auto types = map.find("on")) {
        result.on = ErrorTypes::read(*types, "on", context);
    }
    if (auto timeout = map.find("timeout")) {
        result.timeout = Operand<Duration>::read(*timeout, "\"timeout\" of retry", context);
    }
    if (auto condition = map.find("if")) {
        ExtraNames extra(context.scope(), "error");
        result.condition_slot = extra.slot();
        result.condition = expression::compile_condition(*condition, extra, context.diagnostics());
    }
    return result;
}

}  // namespace

std::span<const Key> retry_keys() { return options; }

ActionPointer make_retry(const document::Node& node, ActionPointer inside, const Context& context) {
    return std::make_unique<Retry>(read_options(node, context), std::move(inside));
}



}  // namespace aiorun::steps
