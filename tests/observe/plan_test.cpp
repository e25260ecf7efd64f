#include "observe/plan.hpp"

#include "observe/critical_path.hpp"
#include "observe/fan_out.hpp"
#include "observe/plan_text.hpp"
#include "observe/summary.hpp"
#include "runtime/lock.hpp"
#include "runtime/gather.hpp"
#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

using namespace std::chrono_literals;
using runtime::Completion;
using runtime::Coro;
using runtime::World;

/// A world whose tasks are looked at.
struct Watched : World {
    Plan plan{loop};
    CriticalPath path{loop};
    Summary summary{};
    FanOut observers{};
    runtime::StepInfo step{"sleep", "", {"flow.yaml", 7, 1}};

    Watched() {
        observers.add(plan);
        observers.add(path);
        observers.add(summary);
        loop.set_observer(&observers);
    }
    ~Watched() { loop.set_observer(nullptr); }
};

Coro<Completion> sleeps(Watched& world, runtime::Duration duration) {
    world.self().set_step(&world.step);
    (void)co_await runtime::nap(world, duration);
    co_return Completion();
}

Coro<Completion> sleeps_under(Watched& world, runtime::Lock& lock, runtime::Duration duration) {
    world.self().set_step(&world.step);
    (void)co_await lock.acquire(world.self());
    (void)co_await runtime::nap(world, duration);
    (void)lock.release();
    co_return Completion();
}

std::vector<std::string> words(std::vector<PlanEvent> events) {
    std::vector<std::string> texts;
    for (const PlanEvent& event : events) {
        std::string until = event.until ? show_seconds(*event.until) : "never";
        texts.push_back(show_seconds(event.at) + " " + event.task + " " + std::string(to_word(event.kind)) + " " + event.text +
                        (event.more > 0 ? " x" + std::to_string(event.more) : "") + " " + until);
    }
    return texts;
}

TEST_CASE("a wait is in the plan with its beginning, its end and who held it up") {
    runtime::Lock lock("guard");
    Watched world;
    world.spawn(sleeps_under(world, lock, 1s), "a");
    world.spawn(sleeps_under(world, lock, 2s), "b");
    CHECK(world.run());
    CHECK(words(world.plan.take_events()) == std::vector<std::string>{"0.000 a sleep  1.000", "0.000 b wait lock guard, held by a 1.000",
                                                                      "1.000 b sleep  3.000"});
}

TEST_CASE("a wait that takes no time is not in the plan") {
    Watched world;
    world.spawn(sleeps(world, 0s), "a");
    CHECK(world.run());
    CHECK(world.plan.take_events().empty());
}

TEST_CASE("a wait that does not end is in the plan") {
    runtime::Lock lock("guard");
    Watched world;
    world.spawn(
        [](Watched& inside, runtime::Lock& held) -> Coro<Completion> {
            (void)co_await held.acquire(inside.self());
            co_return co_await sleeps_under(inside, held, 1s);
        }(world, lock),
        "a");
    CHECK_FALSE(world.run());
    world.plan.deadlocked();
    CHECK(words(world.plan.take_events()) == std::vector<std::string>{"0.000 a wait lock guard, held by itself never"});
}

TEST_CASE("a sleep that is cancelled in the instant in which it begins tells both its length and its end") {
    Watched world;
    runtime::TaskReference task = world.spawn(sleeps(world, 5s), "a");
    world.spawn(
        [](Watched&, runtime::TaskReference other) -> Coro<Completion> {
            other->cancel();
            co_return Completion();
        }(world, task),
        "b");
    CHECK(world.run());
    std::vector<PlanEvent> events = world.plan.take_events();
    REQUIRE(events.size() == 1);
    CHECK(words(events) == std::vector<std::string>{"0.000 a sleep  0.000"});
    CHECK(events[0].due == 5s);
    CHECK(events[0].is_cut_short);
}

TEST_CASE("a sleep that is over is not cut short by what comes then") {
    Watched world;
    world.spawn(sleeps(world, 5s), "a");
    CHECK(world.run());
    std::vector<PlanEvent> events = world.plan.take_events();
    REQUIRE(events.size() == 1);
    CHECK_FALSE(events[0].is_cut_short);
}

TEST_CASE("what many tasks do at one time is shown ten times and then counted") {
    Watched world;
    for (int i = 0; i < 500; ++i) {
        world.spawn(sleeps(world, 1s), "t" + std::to_string(i));
    }
    CHECK(world.run());
    std::vector<PlanEvent> events = world.plan.take_events();
    REQUIRE(events.size() == 11);
    CHECK(events.back().more == 490);
}

TEST_CASE("what one task does again and again is shown a hundred times and then counted") {
    Watched world;
    world.spawn(
        [](Watched& inside) -> Coro<Completion> {
            for (int i = 0; i < 1000; ++i) {
                (void)co_await sleeps(inside, 1s);
            }
            co_return Completion();
        }(world),
        "a");
    CHECK(world.run());
    std::vector<PlanEvent> events = world.plan.take_events();
    REQUIRE(events.size() == 101);
    CHECK(events.back().more == 900);
    CHECK(events.back().last == 1000s);
}

TEST_CASE("the critical path goes from a lock to the task that held it") {
    runtime::Lock lock("guard");
    Watched world;
    world.spawn(sleeps_under(world, lock, 1s), "main");
    world.spawn(sleeps_under(world, lock, 2s), "b");
    world.spawn(sleeps(world, 500ms), "c");
    CHECK(world.run());
    // main's own end is what counts, whatever else runs on.
    REQUIRE(world.path.links().size() == 1);
    CHECK(world.path.links()[0].end == 1s);
}

TEST_CASE("the critical path of a task that waits for a lock begins with the holder's") {
    runtime::Lock lock("guard");
    Watched world;
    world.spawn(
        [](Watched& inside, runtime::Lock& held) -> Coro<Completion> {
            (void)co_await runtime::nap(inside, 1ms);
            co_return co_await sleeps_under(inside, held, 2s);
        }(world, lock),
        "main");
    world.spawn(sleeps_under(world, lock, 1s), "holder");
    CHECK(world.run());
    std::vector<PathLink> links = world.path.links();
    REQUIRE(links.size() == 3);
    CHECK(links[0].task == "holder");
    CHECK(links[1].is_handed_over);
    CHECK(links[1].subject == "guard");
    CHECK(links[2].task == "main");
    CHECK(links[2].end == 3s);
}

TEST_CASE("several waits of one step in a row are one link of the critical path") {
    Watched world;
    world.spawn(
        [](Watched& inside) -> Coro<Completion> {
            for (int i = 0; i < 50'000; ++i) {
                (void)co_await sleeps(inside, 1s);
            }
            co_return Completion();
        }(world),
        "main");
    CHECK(world.run());
    REQUIRE(world.path.links().size() == 1);
    CHECK(world.path.links()[0].count == 50'000);
}

TEST_CASE("a critical path that would be too long loses its beginning") {
    Watched world;
    runtime::StepInfo other{"fetch", "", {"flow.yaml", 9, 1}};
    world.spawn(
        [](Watched& inside, runtime::StepInfo* second) -> Coro<Completion> {
            for (int i = 0; i < 30'000; ++i) {
                inside.self().set_step(i % 2 == 0 ? &inside.step : second);
                (void)co_await runtime::nap(inside, 1s);
            }
            co_return Completion();
        }(world, &other),
        "main");
    CHECK(world.run());
    CHECK(world.path.is_cut());
    CHECK(world.path.links().size() < 21'000);
    CHECK(world.path.links().back().end == 30'000s);
}

TEST_CASE("the summary counts tasks, and how many there were at once") {
    Watched world;
    world.spawn(sleeps(world, 1s), "a");
    world.spawn(sleeps(world, 2s), "b");
    CHECK(world.run());
    world.spawn(sleeps(world, 1s), "c");
    CHECK(world.run());
    CHECK(world.summary.numbers().tasks == 3);
    CHECK(world.summary.numbers().peak_tasks == 2);
}

TEST_CASE("a plan's text lets nothing act on a terminal") {
    Simulation simulation{.workflow = "flow\x1b.yaml", .ending = "success"};
    simulation.events.push_back({.kind = PlanEvent::Kind::print, .task = "a\nb", .text = "\x1b[31m"});
    simulation.warnings.push_back({{}, "odd \x07"});
    std::string text = to_plan_text(simulation);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\x07') == std::string::npos);
    CHECK(text.find("prints: \\x1b[31m") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::observe
