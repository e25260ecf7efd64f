// Branches: steps that run as tasks of their own, listed or generated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/branch_source.hpp"
#include "runtime/child_tasks.hpp"
#include "steps/operand.hpp"
#include "steps/step.hpp"

namespace aiorun::steps {

/// One branch: a body with names of its own.
struct Branch {
    Scope* scope = nullptr;
    Block body;
    runtime::StepInfo info;  ///< the construct, for names of tasks in reports

    /// A task for it, with the frame that holds its names.
    [[nodiscard]] runtime::TaskStart start(FrameReference frame) const;
};

/// `what` outlives the branch.
[[nodiscard]] Branch read_branch(const document::Node& node, const Context& context, std::string_view what);

/// Calls and branches nest at most this deep (limits::call_depth); the error to raise when it is reached.
[[nodiscard]] std::optional<value::ErrorReference> too_deep(const Frame& frame);

class Branches {
  public:
    /// `node` is a list of branches, or a map with `branches`, or with `for`, `in` and `do`; other keys of the map are
    /// the caller's affair.
    [[nodiscard]] static Branches read(const document::Node& node, const Context& context, std::string_view what);

    struct Prepared {
        std::unique_ptr<runtime::BranchSource> source;
        size_t limit = 0;
    };
    /// Evaluates the list and the limit, and copies the names.
    [[nodiscard]] Evaluated<Prepared> prepare(Frame& frame) const;

    [[nodiscard]] const std::vector<Branch>& all() const noexcept { return branches_; }
    void visit(ActionVisitor& visitor) const;
    /// Whether no branch was written (and none is generated).
    [[nodiscard]] bool empty() const noexcept { return branches_.empty(); }

  private:
    class Listed;
    class Generated;
    void read_generated(const document::Node& node, const Context& context, std::string_view what);

    std::vector<Branch> branches_;  // exactly one when generated
    bool generated_ = false;
    expression::Template list_;
    uint32_t item_ = 0;
    std::optional<uint32_t> index_;
    std::optional<Operand<int64_t>> limit_;
    std::string what_;
};

/// Compiles what stands behind `in:`; what is written out has to be a list or a map. `what` is what messages call it.
[[nodiscard]] expression::Template read_items(const document::Node& node, std::string_view what, const Context& context);

/// Whether the results of the branches that are written here go anywhere.
[[nodiscard]] inline runtime::Results results_wanted(const Context& context) {
    return context.value_used() ? runtime::Results::kept : runtime::Results::dropped;
}

/// What `in:` may give: a list as it is, a map as a list of `{ key, value }`; else a failure.
[[nodiscard]] Value to_items(Value value, std::string_view what);

}  // namespace aiorun::steps
