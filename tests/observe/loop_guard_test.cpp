#include "observe/loop_guard.hpp"

#include "runtime/operation.hpp"
#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

using namespace std::chrono_literals;
using runtime::Completion;
using runtime::Coro;
using runtime::StepInfo;

/// A task, and steps that are told of it as if it ran them.
struct Watched : runtime::World {
    runtime::Duration computed{0};
    int given_up = 0;
    LoopGuard guard{{.steps = 1000, .rounds = 100, .computing = 15s}, [this] { return computed; }, [this] { ++given_up; }};
    runtime::TaskReference task = spawn([](Watched&) -> Coro<Completion> { co_return Completion(); }(*this), "main");
    StepInfo outer{"while", "", {"flow.yaml", 3, 1}};
    StepInfo inner{"for", "", {"flow.yaml", 5, 1}};
    StepInfo body{"fetch", "", {"flow.yaml", 6, 1}};
    StepInfo other{"print", "", {"flow.yaml", 7, 1}};

    void begin(const StepInfo& step) { guard.step_began(*task, step); }
    void end(const StepInfo& step) { guard.step_ended(*task, step, Completion(), runtime::StepRun::ran); }
    void pass(const StepInfo& step) {
        begin(step);
        end(step);
    }
    void ask() { guard.operation_began(*task, {}); }
};

TEST_CASE("a while that asks the outside in each of very many rounds never ends") {
    Watched world;
    world.begin(world.outer);
    for (int i = 0; i < 300; ++i) {
        world.ask();
        world.pass(world.body);
        world.pass(world.other);
    }
    CHECK(world.given_up == 1);
    CHECK(world.guard.reason() ==
          "the loop at flow.yaml:3, which went 100 rounds, never ended in the simulation: mock the answer that ends it with --mocks");
}

TEST_CASE("a loop over a list has an end, and so has one that counts") {
    Watched world;
    world.begin(world.inner);
    for (int i = 0; i < 300; ++i) {
        world.ask();
        world.pass(world.body);
    }
    world.end(world.inner);
    world.begin(world.outer);
    for (int i = 0; i < 300; ++i) {
        world.pass(world.other);
    }
    CHECK(world.given_up == 0);
}

TEST_CASE("too many steps are told with the loop that goes round the most") {
    Watched world;
    world.begin(world.outer);
    for (int i = 0; i < 300; ++i) {
        world.begin(world.inner);
        world.pass(world.other);
        world.pass(world.other);
        world.end(world.inner);
    }
    CHECK(world.given_up == 0);
    for (int i = 0; i < 100; ++i) {
        world.pass(world.inner);
    }
    CHECK(world.given_up == 1);
    CHECK(world.guard.reason().starts_with("the simulation was given up after 1,000 steps, the loop at flow.yaml:3, which went 399 rounds,"));
}

TEST_CASE("a run that only computes is given up, however few steps it has") {
    Watched world;
    world.begin(world.outer);
    world.computed = 20s;
    for (int i = 0; i < 20; ++i) {
        world.pass(world.body);
    }
    CHECK(world.given_up == 1);
    CHECK(world.guard.reason().starts_with("the simulation was given up after 15 s of computing, the loop at flow.yaml:3, which went "));
}

TEST_CASE("without a loop it is the workflow that may never end") {
    Watched world;
    for (int i = 0; i < 1000; ++i) {
        world.pass(world.body);
    }
    CHECK(world.guard.reason().starts_with("the simulation was given up after 1,000 steps, the workflow may never end"));
}

}  // namespace
}  // namespace aiorun::observe
