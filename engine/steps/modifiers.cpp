#include "steps/modifiers.hpp"

#include <array>

#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

constexpr std::array<Key, 10> keys{{
    {"name", Shape::text, Presence::optional, "", "the step's name in logs, traces and errors"},
    {"if", Shape::condition, Presence::optional, "", "the step is skipped when this is false"},
    {"else", Shape::steps, Presence::optional, "", "with `if`: the steps to run instead of a skipped step"},
    {"timeout", Shape::duration, Presence::optional, "", "the step is cancelled after this time: TimeoutError"},
    {"shield", Shape::boolean, Presence::optional, "false",
     "the step goes on when the task that waits for it is cancelled"},
    {"retry", Shape::anything, Presence::optional, "", "how often and when the step is tried again after an error"},
    {"rate_limit", Shape::rate_limit, Presence::optional, "", "the step waits for a place in this rate limit"},
    {"semaphore", Shape::semaphore, Presence::optional, "", "the step holds a place of this semaphore"},
    {"lock", Shape::lock, Presence::optional, "", "the step holds this lock, or this condition's lock"},
    {"as", Shape::names, Presence::optional, "", "the name, or names, that the step's result is bound to"},
}};

}  // namespace

std::span<const Key> modifier_keys() { return keys; }

std::optional<Context> context_inside_shield(const document::Node& step, const Context& context) {
    auto node = step.find("shield");
    if (!node) {
        return std::nullopt;
    }
    if (node->kind() != document::NodeKind::boolean) {
        context.error(*node, "wrong-type",
                      "\"shield\" is true or false, found " + std::string(node->kind_name()));
        return std::nullopt;
    }
    return node->value().as_bool() ? std::optional(context.for_branch()) : std::nullopt;
}

ActionPointer ModifierReader::wrap(ActionPointer action) const {
    using Make = ActionPointer (*)(const document::Node&, ActionPointer, const Context&);
    struct Inner {
        std::string_view key;
        Make make;
    };
    // From the inside to the outside.
    constexpr std::array<Inner, 4> inside{{
        {"lock", make_lock}, {"semaphore", make_semaphore}, {"rate_limit", make_rate_limit}, {"retry", make_retry}}};
    for (const Inner& modifier : inside) {
        if (auto node = step_.find(modifier.key)) {
            action = modifier.make(*node, std::move(action), inner_);
        }
    }
    if (&inner_.scope() != &context_.scope()) {
        action = make_shield(step_, std::move(action), inner_);
    }
    if (auto node = step_.find("timeout")) {
        action = make_timeout(*node, std::move(action), context_);
    }
    return action;
}

}  // namespace aiorun::steps
