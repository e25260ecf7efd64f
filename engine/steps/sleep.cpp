// `sleep:`: asyncio.sleep.
#include "runtime/sleep.hpp"

#include <array>

#include "steps/actions.hpp"
#include "steps/operand.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

class Sleep final : public StartingAction {
  public:
    explicit Sleep(Operand<Duration> duration) : duration_(std::move(duration)) {}

    Coro<Completion> start(Frame& frame, Completion& completion) const override {
        Evaluated<Duration> duration = duration_.evaluate(frame);
        if (!duration) {
            completion = Completion::raised(duration.error());
            return {};
        }
        return runtime::sleep(frame.task(), *duration);
    }

  private:
    Operand<Duration> duration_;
};

constexpr std::array<Key, 1> options{
    {{"for", Shape::duration, Presence::required, "", "how long; 0 gives the other tasks one turn"}}};

ActionPointer read(const StepNode& step, Context& context) {
    document::Node duration = step.value();
    if (duration.is_map()) {
        Options map(duration, options, "sleep", context);
        auto time = map.find("for");
        if (!time) {
            return nullptr;  // reported as a missing key
        }
        duration = *time;
    }
    return std::make_unique<Sleep>(Operand<Duration>::read(duration, "\"sleep\"", context));
}

}  // namespace

const ActionSpec sleep_action{
    .name = "sleep",
    .doc = "Waits for a time; the other tasks run meanwhile.",
    .main = "for",
    .shape = Shape::duration,
    .options = options,
    .read = read,
};

}  // namespace aiorun::steps
