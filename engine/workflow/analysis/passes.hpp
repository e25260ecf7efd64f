// The analyses of a workflow, one a file.
#pragma once

#include "document/diagnostic.hpp"
#include "workflow/analysis/facts.hpp"

namespace aiorun::workflow::analysis {

/// A lock, or the last place of a semaphore, that is taken by who holds it: an error when nothing can prevent
/// it, a warning when a condition or a timeout may.
void find_double_locks(const Facts& facts, document::Diagnostics& diagnostics);
/// Locks that tasks which may run at the same time take in different orders: warnings.
void find_lock_order_inversions(const Facts& facts, document::Diagnostics& diagnostics);
/// Variables that are read before a wait, and set after it from what was read: warnings.
void find_lost_updates(const Facts& facts, document::Diagnostics& diagnostics);
/// Steps behind one that never goes on: warnings.
void find_unreachable_steps(const Workflow& workflow, document::Diagnostics& diagnostics);
/// Error types that a handler or a `retry` waits for, and that nothing raises: warnings.
void find_unraised_types(const Workflow& workflow, document::Diagnostics& diagnostics);

}  // namespace aiorun::workflow::analysis
