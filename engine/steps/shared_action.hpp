// Actions whose operand is just the name of a shared object.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "steps/action.hpp"
#include "steps/options.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {

/// An action on one shared object: Base is ImmediateAction or WaitingAction.
template <class Base>
class SharedAction : public Base {
  public:
    SharedAction(uint32_t object, std::string_view how, document::Span span)
        : object_(object), how_(how), span_(span) {}
    void visit(ActionVisitor& visitor) const override { visitor.use(object_, how_, span_); }

  protected:
    [[nodiscard]] uint32_t object() const noexcept { return object_; }

  private:
    uint32_t object_;
    std::string_view how_;
    document::Span span_;
};

/// `ACTION: NAME`, or a map with the name under `key` and one option beside it.
struct SharedOperand {
    std::optional<document::Node> name;  ///< nothing when it is missing, which is reported
    std::optional<document::Node> option;
};
[[nodiscard]] inline SharedOperand read_shared_operand(const StepNode& step, std::span<const Key, 2> keys,
                                                       const Context& context) {
    if (!step.value().is_map()) {
        return {step.value(), std::nullopt};
    }
    Options map(step.value(), keys, step.name(), context);
    return {map.find(keys[0].name), map.find(keys[1].name)};
}

/// Reads `ACTION: NAME` for a SharedAction.
template <class ActionType, expression::NameKind... Kinds>
[[nodiscard]] ActionPointer read_shared_action(const StepNode& step, Context& context) {
    constexpr std::array kinds{Kinds...};
    auto object = read_shared(step.value(), kinds, context);
    if (!object) {
        return nullptr;
    }
    return std::make_unique<ActionType>(*object, step.name(), step.value().span());
}

}  // namespace aiorun::steps
