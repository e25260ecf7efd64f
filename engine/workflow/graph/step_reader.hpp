// The steps of a task or branch as the model of a graph, seen through the visitor of their actions.
#pragma once

#include <string_view>
#include <vector>

#include "steps/branch.hpp"
#include "steps/visitor.hpp"
#include "workflow/graph/labels.hpp"
#include "workflow/graph/model.hpp"

namespace aiorun::workflow::graph {

/// Gives the indices of what steps mention, and numbers to steps.
class Index {
  public:
    virtual ~Index() = default;
    [[nodiscard]] virtual uint32_t task(const steps::TaskDefinition& definition) = 0;
    /// Nothing for params, which are no shared objects.
    [[nodiscard]] virtual std::optional<uint32_t> object(uint32_t global) = 0;
    [[nodiscard]] virtual uint32_t next_step() = 0;
};

/// `scope` is that of the task or branch the block belongs to, `nodes` has the steps of its file.
[[nodiscard]] std::vector<Step> read_steps(const steps::Block& block, const steps::Scope& scope, StepNodes& nodes,
                                           Index& index);

}  // namespace aiorun::workflow::graph
