#include <algorithm>
#include <array>

#include "steps/branch.hpp"
#include "steps/task_definition.hpp"
#include "steps/visitor.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow::analysis {
namespace {

constexpr std::array<std::string_view, 4> jumps{"return", "raise", "break", "continue"};

bool always_jumps(const steps::Step& step);

bool always_jumps(const steps::Block& block) {
    return std::ranges::any_of(block.steps(), [](const steps::Step& step) { return always_jumps(step); });
}

/// Whether the block behind a step never goes on.
bool always_jumps(const steps::Step& step) {
    bool jumps_itself = std::ranges::find(jumps, step.info.action) != jumps.end();
    return jumps_itself && (!step.condition || (step.otherwise && always_jumps(*step.otherwise)));
}

class Unreachable final : public steps::ActionVisitor {
  public:
    Unreachable(const document::Source& source, document::Diagnostics& diagnostics)
        : source_(source), diagnostics_(diagnostics) {}

    void look(const steps::Block& block) {
        const steps::Step* jump = nullptr;
        for (const steps::Step& step : block.steps()) {
            if (jump != nullptr) {
                report(step, *jump);
                jump = nullptr;  // once for all that follows
                break;
            }
            jump = always_jumps(step) ? &step : nullptr;
        }
        for (const steps::Step& step : block.steps()) {
            step.action->visit(*this);
            if (step.otherwise) {
                look(*step.otherwise);
            }
        }
    }

  private:
    void block(const steps::Block& block, std::string_view) override { look(block); }
    void branch(const steps::Branch& branch) override { look(branch.body); }
    void call(const steps::TaskDefinition&, document::Span) override {}
    void enter_hold(uint32_t, document::Span) override {}
    void leave_hold(uint32_t) override {}
    void use(uint32_t, std::string_view, document::Span) override {}

    void report(const steps::Step& step, const steps::Step& jump) {
        diagnostics_.warning(source_, span_of(step), "unreachable",
                             "this step is never reached: the \"" + std::string(jump.info.action) + "\" in line " +
                                 std::to_string(jump.info.place.line) + " leaves these steps",
                             "remove it, or put an `if:` on the \"" + std::string(jump.info.action) + "\"");
    }

    /// The key of the step's action.
    [[nodiscard]] document::Span span_of(const steps::Step& step) const {
        uint32_t offset = source_.line_begin(step.info.place.line);
        std::string_view line = source_.line(step.info.place.line);
        uint32_t characters = 1;
        for (size_t i = 0; i < line.size() && characters < step.info.place.column; ++i) {
            ++offset;
            bool ends_character =
                i + 1 == line.size() || (static_cast<unsigned char>(line[i + 1]) & 0xC0U) != 0x80U;
            characters += ends_character ? 1 : 0;
        }
        return {offset, offset + static_cast<uint32_t>(step.info.action.size())};
    }

    const document::Source& source_;
    document::Diagnostics& diagnostics_;
};

}  // namespace

void find_unreachable_steps(const Workflow& workflow, document::Diagnostics& diagnostics) {
    for (const auto& file : workflow.files) {
        Unreachable in_file(*file->source, diagnostics);
        for (const auto& task : file->tasks) {
            in_file.look(task->body);
        }
        if (file->main) {
            in_file.look(file->main->body);
        }
    }
}

}  // namespace aiorun::workflow::analysis
