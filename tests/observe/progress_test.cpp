#include "observe/progress.hpp"

#include <functional>
#include <map>

#include "observe/progress_text.hpp"
#include "runtime/timer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::observe {
namespace {

using namespace std::chrono_literals;
using testing::Scenario;

/// Looks at a run at one time of its clock.
class Look final : public runtime::Timer {
  public:
    explicit Look(std::function<void()> action) : action_(std::move(action)) {}
    void run() override { action_(); }

  private:
    std::function<void()> action_;
};

/// What progress says at these times, from a run of `text` that it begins to look at after `first`.
std::map<runtime::Duration, ProgressSnapshot> looks(const std::string& text, const std::vector<runtime::Duration>& times,
                                                    runtime::Duration first = 0s, testing::FakeEffects* effects = nullptr) {
    std::map<runtime::Duration, ProgressSnapshot> shots;
    std::optional<Progress> progress;
    std::vector<std::unique_ptr<Look>> timers;
    Scenario scenario;
    scenario.text = text;
    scenario.effects = effects;
    scenario.observe = [&](runtime::Loop& loop) -> runtime::Observer* {
        auto at = [&](runtime::Duration time, std::function<void()> action) {
            timers.push_back(std::make_unique<Look>(std::move(action)));
            loop.set_timer(*timers.back(), time);
        };
        if (first > 0s) {
            at(first, [&] {
                progress.emplace(loop);
                loop.set_observer(&*progress);
            });
        } else {
            progress.emplace(loop);
        }
        for (runtime::Duration time : times) {
            at(time, [&, time] { shots[time] = progress->snapshot({}); });
        }
        return first > 0s ? nullptr : &*progress;
    };
    scenario.after_run = [&](const workflow::RunResult&) { shots[runtime::Duration::max()] = progress->totals({}); };
    CHECK(testing::run_workflow(std::move(scenario)).diagnostics.empty());
    return shots;
}

const std::string ten = R"(
main:
  - gather: { for: i, in: "${{ range(10) }}", limit: 2, do: { name: "nap", sleep: 1 } }
  - sleep: 5
)";

TEST_CASE("tasks are counted as done, running and waiting") {
    auto shots = looks(ten, {500ms, 2500ms, 6s});
    CHECK(shots[500ms].done == 0);
    CHECK(shots[500ms].waiting == 3);
    CHECK(shots[500ms].running == 0);
    CHECK(shots[2500ms].done == 4);
    CHECK(shots[6s].done == 10);
    CHECK(shots[6s].waiting == 1);
    CHECK(shots[runtime::Duration::max()].done == 11);
}

TEST_CASE("of branches it is known how many there are, and how long the rest takes if it goes on like that") {
    auto shots = looks(ten, {500ms, 2500ms, 6s});
    REQUIRE(shots[500ms].branches);
    CHECK(shots[500ms].branches->kind == "gather");
    CHECK(shots[500ms].branches->place == "flow.yaml:3");
    CHECK(shots[500ms].branches->total == 10);
    CHECK(shots[500ms].branches->done == 0);
    CHECK_FALSE(shots[500ms].branches->left);
    REQUIRE(shots[2500ms].branches->left);
    CHECK(shots[2500ms].branches->done == 4);
    CHECK(*shots[2500ms].branches->left == 3750ms);
    CHECK_FALSE(shots[6s].branches);
}

TEST_CASE("the outermost construct is shown, and it is over with its step") {
    auto shots = looks(R"(
main:
  - try:
      - gather:
          - { gather: [ { sleep: 2 }, { sleep: 3 }, { sleep: 3 } ] }
          - { sleep: 1, timeout: 0.5 }
          - { sleep: 3 }
    except: { do: [ { sleep: 1 } ] }
  - task_group: [ { sleep: 2 }, { sleep: 2 }, { sleep: 2 }, { sleep: 2 } ]
)",
                       {250ms, 1s, 2s});
    CHECK(shots[250ms].branches->total == 3);
    // The gather has failed, and its branches run on: one of them is a gather itself.
    REQUIRE(shots[1s].branches);
    CHECK(shots[1s].branches->place == "flow.yaml:5");
    CHECK(shots[2s].branches->total == 3);
}

TEST_CASE("the slowest steps come first, without those that only wait for branches") {
    auto shots = looks(R"(
shared: { db: lock }
main:
  - gather:
      - { lock: db, do: [ { sleep: 1 }, { name: long, sleep: 8 } ] }
      - { lock: db, name: second, sleep: 1 }
      - [ { sleep: 3 }, { sleep: 4 } ]
      - { sleep: 9 }
)",
                       {5s});
    std::vector<SlowStep> slowest = shots[5s].slowest;
    REQUIRE(slowest.size() == 3);
    CHECK(slowest[0].step == "second");
    CHECK(slowest[0].age == 5s);
    CHECK(slowest[0].task == "gather[1]");
    CHECK(slowest[0].place == "flow.yaml:6");
    CHECK(slowest[0].waits_for == "lock db");
    CHECK(slowest[1].task == "gather[3]");
    CHECK(slowest[2].step == "long");
    CHECK(slowest[2].age == 4s);
}

TEST_CASE("transfers and processes under way are work, not waiting") {
    testing::FakeEffects effects;
    effects.on_run = [](const process::Command&) { return testing::FakeOutcome{process::Result{}, 3s}; };
    auto shots = looks("main: [ { gather: [ { run: [a] }, { sleep: 2 } ] } ]", {1s}, 0s, &effects);
    CHECK(shots[1s].done == 0);
    CHECK(shots[1s].running + shots[1s].waiting == 3);
}

TEST_CASE("a look that begins in the middle of a run sees it as one that was there from the start") {
    auto from_start = looks(ten, {4500ms, 6s});
    auto late = looks(ten, {4500ms, 6s}, 2500ms);
    for (runtime::Duration time : {4500ms, 6000ms}) {
        CHECK(late[time].done == from_start[time].done);
        CHECK(late[time].waiting == from_start[time].waiting);
        CHECK(late[time].branches.has_value() == from_start[time].branches.has_value());
    }
    CHECK(late[4500ms].branches->done == 8);
    CHECK(late[4500ms].branches->total == 10);
    CHECK(*late[4500ms].branches->left == 1s);
    CHECK(late[6000ms].slowest[0].age == from_start[6000ms].slowest[0].age);
    CHECK(late[runtime::Duration::max()].done == 11);
}

TEST_CASE("the rate is that of the last seconds") {
    runtime::VirtualClock clock;
    runtime::Loop loop(clock);
    Progress progress(loop);
    auto after = [&](runtime::Duration time, uint64_t received) {
        clock.advance(time);
        return progress.snapshot({.received = received}).rate;
    };
    CHECK_FALSE(after(0s, 0));
    CHECK(after(1s, 1000) == 1000.0);
    CHECK(after(1s, 1000) == 500.0);
    CHECK(after(10s, 1000) == std::nullopt);
    CHECK(after(1s, 3000) == 2000.0);
    CHECK(progress.totals({.received = 26'000}).rate == 2000.0);
}

TEST_CASE("a hundred thousand tasks are counted, and the table of steps keeps the ones that came first") {
    auto shots = looks(R"(
main:
  - gather: [ { name: old, sleep: 9 }, { gather: { for: i, in: "${{ range(100000) }}", do: { sleep: 5 } } } ]
)",
                       {3s});
    CHECK(shots[3s].waiting == 100'003);
    CHECK(shots[3s].slowest[0].step == "old");
    CHECK(shots[runtime::Duration::max()].done == 100'003);
}

}  // namespace
}  // namespace aiorun::observe
