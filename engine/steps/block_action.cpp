#include "steps/block_action.hpp"

#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

class BlockAction final : public Action {
  public:
    BlockAction(Block block, std::string_view role) : block_(std::move(block)), role_(role) {}
    [[nodiscard]] bool waits() const noexcept override { return block_.waits(); }
    [[nodiscard]] Completion execute(Frame& frame) const override { return block_.execute(frame); }
    [[nodiscard]] Coro<Completion> run(Frame& frame) const override { return block_.run(frame); }
    [[nodiscard]] Coro<Completion> start(Frame& frame, Completion& completion) const override {
        return block_.start(frame, completion);
    }
    void visit(ActionVisitor& visitor) const override { visitor.block(block_, role_); }

  private:
    Block block_;
    std::string_view role_;
};

}  // namespace

ActionPointer make_block(Block block, std::string_view role) {
    return std::make_unique<BlockAction>(std::move(block), role);
}

}  // namespace aiorun::steps
