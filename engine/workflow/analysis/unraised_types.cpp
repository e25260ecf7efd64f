#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "document/suggest.hpp"
#include "steps/branch.hpp"
#include "steps/error_types.hpp"
#include "steps/task_definition.hpp"
#include "steps/visitor.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow::analysis {
namespace {

namespace error_type = value::error_type;

/// What the engine itself raises.
constexpr std::array built_in{error_type::timeout,     error_type::cancelled,  error_type::connection,
                              error_type::http,        error_type::process,    error_type::assertion,
                              error_type::value,       error_type::type,       error_type::group,
                              error_type::broken_barrier, error_type::queue_full, error_type::queue_empty,
                              error_type::queue_shut_down, error_type::runtime, error_type::deadlock};

struct Awaited {
    const document::Source* source = nullptr;
    steps::ErrorType type;
};

/// The types that a workflow raises by itself, and those that it is ready for.
class Types final : public steps::ActionVisitor {
  public:
    void look(const document::Source& source, const steps::Block& steps) {
        source_ = &source;
        look(steps);
    }
    [[nodiscard]] bool raises_any() const noexcept { return raises_any_; }
    [[nodiscard]] const std::set<std::string, std::less<>>& raised() const noexcept { return raised_; }
    [[nodiscard]] const std::vector<Awaited>& awaited() const noexcept { return awaited_; }

  private:
    void look(const steps::Block& block) {
        for (const steps::Step& step : block.steps()) {
            step.action->visit(*this);
            if (step.otherwise) {
                look(*step.otherwise);
            }
        }
    }
    void block(const steps::Block& block, std::string_view) override { look(block); }
    void branch(const steps::Branch& branch) override { look(branch.body); }
    void call(const steps::TaskDefinition&, document::Span) override {}
    void enter_hold(uint32_t, document::Span) override {}
    void leave_hold(uint32_t) override {}
    void use(uint32_t, std::string_view, document::Span) override {}
    void raises(const expression::Template& type) override {
        const value::Value* constant = type.constant_value();
        if (constant != nullptr && constant->is_string()) {
            raised_.emplace(constant->as_string());
        } else {
            raises_any_ = true;
        }
    }
    void expects(const steps::ErrorTypes& types) override {
        for (const steps::ErrorType& type : types.all()) {
            awaited_.push_back({source_, type});
        }
    }

    const document::Source* source_ = nullptr;
    std::set<std::string, std::less<>> raised_;
    std::vector<Awaited> awaited_;
    bool raises_any_ = false;
};

}  // namespace

void find_unraised_types(const Workflow& workflow, document::Diagnostics& diagnostics) {
    Types types;
    for (const auto& file : workflow.files) {
        for (const auto& task : file->tasks) {
            types.look(*file->source, task->body);
        }
        if (file->main) {
            types.look(*file->source, file->main->body);
        }
    }
    if (types.raises_any()) {
        return;
    }
    std::vector<std::string_view> known(built_in.begin(), built_in.end());
    known.insert(known.end(), types.raised().begin(), types.raised().end());
    for (const Awaited& each : types.awaited()) {
        if (std::ranges::find(known, each.type.name) == known.end()) {
            diagnostics.warning(*each.source, each.type.span, "unraised-type",
                                "nothing raises a \"" + each.type.name + "\"" +
                                    document::did_you_mean(each.type.name, known),
                                "types are matched by their exact names: a built-in one, or one of a `raise` in this workflow");
        }
    }
}

}  // namespace aiorun::workflow::analysis
