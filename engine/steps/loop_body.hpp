// What a round of a loop means for the loop: `break` ends it, `continue` does not, everything else leaves it.
#pragma once

#include <optional>

#include "runtime/completion.hpp"
#include "steps/run.hpp"

namespace aiorun::steps {

/// How the loop ends after a round that ended so, or nothing when it goes on.
[[nodiscard]] inline std::optional<runtime::Completion> after_round(runtime::Completion&& round) {
    switch (round.ending()) {
        case runtime::Ending::normal:
        case runtime::Ending::continued: return std::nullopt;
        case runtime::Ending::broke: return runtime::Completion();
        case runtime::Ending::returned:
        case runtime::Ending::raised: break;
    }
    return std::move(round);
}

}  // namespace aiorun::steps
