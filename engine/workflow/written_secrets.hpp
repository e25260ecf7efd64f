// The secrets that stand in a workflow itself: literal defaults of params with `secret: true`.
#pragma once

#include "value/secrets.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

/// Of all its files, also of one with errors. Null: none.
[[nodiscard]] value::Secrets written_secrets(const Workflow* workflow);

}  // namespace aiorun::workflow
