// Cancellation torture: a random program is run once for each point at which one of its tasks waits, and that task is
// cancelled there. Nothing may be lost, leaked or left hanging.
#include <map>

#include "runtime/observer.hpp"
#include "runtime/task.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_programs.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr uint64_t programs = 60;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr uint64_t programs = 60;
#else
constexpr uint64_t programs = 2000;
#endif
#else
constexpr uint64_t programs = 2000;
#endif

/// Cancels the task that begins the wait number `target`, some turns later: it still waits then, or was just woken.
class Injector final : public runtime::Observer, private runtime::Callback {
  public:
    static constexpr size_t nowhere = SIZE_MAX;

    explicit Injector(size_t target) : target_(target), turns_left_(target % 3) {}

    [[nodiscard]] size_t waits() const noexcept { return waits_; }
    /// Tasks that were created and have not ended.
    [[nodiscard]] int64_t alive() const noexcept { return alive_; }
    /// Errors that say that something was given back by who did not have it.
    [[nodiscard]] const std::string& misuse() const noexcept { return misuse_; }

    void task_created(const runtime::Task&) override { ++alive_; }
    void task_ended(const runtime::Task&) override { --alive_; }
    void step_ended(const runtime::Task& task, const runtime::StepInfo&, const runtime::Completion& completion,
                    runtime::StepRun) override {
        if (!completion.is_raised()) {
            return;
        }
        const std::string& message = completion.error().message;
        for (std::string_view words : {"nobody holds it", "more often than it was acquired", "its lock has to be held"}) {
            if (message.find(words) != std::string::npos) {
                misuse_ += task.name() + ": " + message + "\n";
            }
        }
    }
    void wait_began(const runtime::Task& task, const runtime::Wait&) override {
        // The accountant is the first task that main makes; the last one, which waits for those that are left, has no origin.
        bool is_spared = task.id() == 2 || (task.origin() == nullptr && task.id() != 1);
        if (!is_spared && waits_++ == target_) {
            // An observer does not act: it is the callback that cancels, in a later turn.
            victim_ = runtime::TaskReference(const_cast<runtime::Task*>(&task));
            victim_->loop().call_soon(*this);
        }
    }

  private:
    void run() override {
        if (turns_left_-- > 0) {
            victim_->loop().call_soon(*this);
            return;
        }
        victim_->cancel();
        victim_ = nullptr;
    }
    void drop() override { victim_ = nullptr; }

    size_t target_;
    size_t turns_left_;
    size_t waits_ = 0;
    int64_t alive_ = 0;
    std::string misuse_;
    runtime::TaskReference victim_;
};

/// When nothing is ready to run, nobody may wait for a lock or a place that is free: a wake-up would be lost.
std::string lost_wakeups(runtime::Loop& loop) {
    std::string lost;
    for (runtime::Task* task = loop.tasks().first(); task != nullptr; task = loop.tasks().next(*task)) {
        const runtime::Wait* wait = task->waiting_for();
        if (wait == nullptr) {
            continue;
        }
        runtime::WaitSubject subject = wait->subject();
        size_t places = subject.kind == runtime::WaitKind::lock        ? 1
                        : subject.kind != runtime::WaitKind::semaphore ? 0
                        : subject.name == "s0"                         ? 1
                                                                       : 2;
        if (wait->holders().size() < places) {
            lost += task->name() + " waits for " + std::string(subject.name) + ", which is free\n";
        }
    }
    return lost;
}

/// What is wrong with how the program ended, or nothing.
std::string faults_of(const Outcome& outcome, const Injector& injector) {
    std::string faults = injector.misuse();
    if (outcome.kind == Outcome::Kind::deadlock) {
        faults += "it hangs:\n" + outcome.deadlock + "\n";
    }
    if (outcome.cut_short || injector.alive() != 0) {
        faults += std::to_string(injector.alive()) + " tasks are alive after the end\n";
    }
    std::map<std::string, int> open;
    for (const std::string& line : outcome.lines) {
        if (line.starts_with('+') || line.starts_with('-')) {
            open[line.substr(1)] += line.starts_with('+') ? 1 : -1;
        } else if (line.starts_with("VIOLATION")) {
            faults += line + "\n";
        }
    }
    for (const auto& [number, count] : open) {
        if (count != 0) {
            faults += "the `finally` of try " + number + " did not run\n";
        }
    }
    if (outcome.lines.empty() || outcome.lines.back() != free_state) {
        faults += "something is still held, or an item was lost: " +
                  (outcome.lines.empty() ? "there is no last line" : outcome.lines.back()) + "\n";
    }
    return faults;
}

}  // namespace

TEST_CASE("a cancellation at any point where a task waits loses, leaks and leaves nothing hanging") {
    size_t runs = 0;
    for (uint64_t seed = 0; seed < programs; ++seed) {
        LoadedWorkflow workflow(random_program(seed));
        INFO("seed " << seed);
        REQUIRE(workflow.diagnostics() == Lines{});
        size_t points = 0;
        for (size_t target = Injector::nowhere; target == Injector::nowhere || target < points; ++target) {
            Injector injector(target);
            std::string faults;
            Scenario scenario;
            scenario.observer = &injector;
            scenario.when_idle = [&](runtime::Loop& loop) { faults += lost_wakeups(loop); };
            Outcome outcome = workflow.run(scenario);
            ++runs;
            faults += faults_of(outcome, injector);
            if (!faults.empty()) {
                INFO("cancelled at wait " << target << " of " << points << ": " << faults << random_program(seed));
                FAIL();
            }
            points = target == Injector::nowhere ? injector.waits() : points;
        }
    }
    CHECK(runs > 10 * programs);
}

}  // namespace aiorun::testing
