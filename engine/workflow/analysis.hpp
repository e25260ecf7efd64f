// What a workflow does wrong although each step of it is right: deadlocks that are certain, locks taken in
// two orders, lost updates, steps that are never reached.
#pragma once

#include "document/diagnostic.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

/// Looks at all tasks of all files; takes time in proportion to their size. For workflows that were read
/// without errors.
void analyze(const Workflow& workflow, document::Diagnostics& diagnostics);

}  // namespace aiorun::workflow
