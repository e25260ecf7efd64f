// What units acquire, with what they call and with the branches that they wait for.
#pragma once

#include <map>
#include <vector>

#include "workflow/analysis/facts.hpp"

namespace aiorun::workflow::analysis {

/// Where an object is acquired: in which unit, and where there.
struct Acquisition {
    uint32_t unit = 0;
    document::Span span;
};
using Acquisitions = std::map<uint32_t, Acquisition>;  // by object

enum class Certainty : uint8_t { certain, possible };

/// Whether what starts this unit and waits for it may go on before it has ended: another branch fails or wins, or the steps of
/// an `as_completed` leave it. By unit.
[[nodiscard]] std::vector<bool> find_abandoned(const Facts& facts);

/// For each unit the objects that it acquires: `certain` ones whatever happens, as long as nothing fails.
[[nodiscard]] std::vector<Acquisitions> find_acquired(const Facts& facts, Certainty certainty);

/// Whether the unit that is the target of this event is run to its end before the next event.
[[nodiscard]] bool is_waited_for(const Facts& facts, const Event& event);

}  // namespace aiorun::workflow::analysis
