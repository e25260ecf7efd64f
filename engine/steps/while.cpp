// `while:`: a loop as long as a condition holds.
#include <array>

#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/loop_body.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class While final : public Action {
  public:
    While(expression::Program condition, Block body) : condition_(std::move(condition)), body_(std::move(body)) {}

    [[nodiscard]] bool waits() const noexcept override { return body_.waits(); }

    [[nodiscard]] Completion execute(Frame& frame) const override {
        const runtime::StepInfo* step = frame.task().step();
        for (uint64_t rounds = 0;; ++rounds) {
            frame.task().set_step(step);
            if (auto end = before_round(frame, rounds)) {
                return std::move(*end);
            }
            if (auto end = after_round(body_.execute(frame))) {
                return std::move(*end);
            }
        }
    }

    [[nodiscard]] Coro<Completion> run(Frame& frame) const override {
        const runtime::StepInfo* step = frame.task().step();
        for (uint64_t rounds = 0;; ++rounds) {
            frame.task().set_step(step);
            if (auto end = before_round(frame, rounds)) {
                co_return std::move(*end);
            }
            Completion round;
            if (Coro<Completion> rest = body_.start(frame, round)) {
                round = co_await rest;
            }
            if (auto end = after_round(std::move(round))) {
                co_return std::move(*end);
            }
        }
    }

    void visit(ActionVisitor& visitor) const override { visitor.block(body_, "while"); }

  private:
    /// How the loop ends before a round, or nothing when there is one.
    [[nodiscard]] std::optional<Completion> before_round(Frame& frame, uint64_t rounds) const {
        if (frame.run().interrupted()) {
            return Completion::cancelled();
        }
        Value holds = frame.evaluate_open_condition(condition_);
        if (holds.is_opaque()) {
            // A simulation shows one round.
            holds = rounds == 0 ? Frame::choose(condition_, holds, true) : Frame::insist(condition_, holds, false);
        }
        if (holds.is_failure()) {
            return holds;
        }
        return holds.as_bool() ? std::nullopt : std::optional(Completion());
    }

    expression::Program condition_;
    Block body_;
};

constexpr std::array<Key, 1> siblings{{{"do", Shape::steps, Presence::required, "", "the steps of a round"}}};

ActionPointer read(const StepNode& step, Context& context) {
    auto condition = expression::compile_condition(step.value(), context.scope(), context.diagnostics());
    auto body = step.sibling("do");
    if (!body) {
        return nullptr;  // reported as a missing key
    }
    return std::make_unique<While>(std::move(condition), read_steps(*body, context.for_loop(), "do"));
}

}  // namespace

const ActionSpec while_action{
    .name = "while",
    .doc = "Runs steps as long as a condition holds.",
    .shape = Shape::condition,
    .siblings = siblings,
    .read = read,
};

}  // namespace aiorun::steps
