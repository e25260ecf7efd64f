#include "steps/variable_watch.hpp"

#include "steps/run.hpp"

namespace aiorun::steps {

VariableWatch* watch_of(const Frame& frame) {
    effects::Effects& effects = frame.run().effects();
    return effects.is_simulated() ? dynamic_cast<VariableWatch*>(&effects) : nullptr;
}

}  // namespace aiorun::steps
