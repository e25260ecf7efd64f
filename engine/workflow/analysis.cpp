#include "workflow/analysis.hpp"

#include "workflow/analysis/facts.hpp"
#include "workflow/analysis/passes.hpp"

namespace aiorun::workflow {

void analyze(const Workflow& workflow, document::Diagnostics& diagnostics) {
    analysis::Facts facts = analysis::collect_facts(workflow);
    analysis::find_double_locks(facts, diagnostics);
    analysis::find_lock_order_inversions(facts, diagnostics);
    analysis::find_lost_updates(facts, diagnostics);
    analysis::find_unreachable_steps(workflow, diagnostics);
    analysis::find_unraised_types(workflow, diagnostics);
}

}  // namespace aiorun::workflow
