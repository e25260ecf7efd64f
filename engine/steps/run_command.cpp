// `run:`: a subprocess.
#include "steps/actions.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

ActionPointer read(const StepNode&, Context&) { return nullptr; }

}  // namespace

const ActionSpec run_action{.name = "run", .doc = "Runs a command.", .main = "command", .read = read};

}  // namespace aiorun::steps
