#include "runtime/race.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> races(World& world, std::unique_ptr<BranchSource> source, size_t limit, Until until) {
    Completion end = co_await Race::run(world.self(), std::move(source), limit, until);
    world.note("race " + (end.is_raised() ? value::describe(end.error()) : value::to_text(end.value())));
    co_return end.is_cancelled() ? Completion::cancelled() : Completion();
}

}  // namespace

TEST_CASE("the first branch to end wins, and the others are cancelled and awaited") {
    World world;
    world.spawn(
        races(world,
              branches(world, stubborn(world, 9s, 2s, "a"), sleeper(world, 1s, "b"), sleeper(world, 9s, "c")),
              unlimited, Until::completed));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "a cleans up", "c cancelled", "a", "race b"});
    CHECK(world.loop.now() == 3s);
}

TEST_CASE("an error wins a race too, unless it is one until success") {
    World world;
    world.spawn(races(world, branches(world, failing(world, 1s, "no"), sleeper(world, 2s, "a")), unlimited,
                      Until::completed));
    CHECK(world.run());
    world.spawn(races(world, branches(world, failing(world, 1s, "no"), sleeper(world, 2s, "a")), unlimited,
                      Until::success));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "race RuntimeError: no", "a", "race a"});
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("when all fail until success, the errors come as a group in the order of the branches") {
    World world;
    world.spawn(races(world, branches(world, failing(world, 2s, "a"), failing(world, 1s, "b")), unlimited,
                      Until::success));
    CHECK(world.run());
    REQUIRE(world.notes.size() == 1);
    CHECK_THAT(world.notes[0], Catch::Matchers::EndsWith("[RuntimeError: a, RuntimeError: b]"));
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("a race of nothing is a ValueError") {
    World world;
    world.spawn(races(world, branches(world), unlimited, Until::completed));
    CHECK(world.run());
    CHECK(world.notes == Notes{"race ValueError: a race needs at least one branch"});
}

TEST_CASE("cancelling a race cancels its branches and awaits them") {
    World world;
    TaskReference task =
        world.spawn(races(world, branches(world, stubborn(world, 9s, 2s, "a"), sleeper(world, 9s, "b")),
                          unlimited, Until::completed));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cleans up", "b cancelled", "a", "race CancelledError"});
    CHECK(task->cancelled());
    CHECK(world.bodies == 0);
}

TEST_CASE("errors of those who lose are dropped") {
    World world;
    world.spawn(races(world, branches(world, sleeper(world, 1s, "a"), failing(world, 1s, "no")), unlimited,
                      Until::completed));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "race a"});
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("with a limit a race starts further branches until one has won") {
    World world;
    world.spawn(races(
        world, branches(world, failing(world, 1s, "no"), sleeper(world, 1s, "a"), sleeper(world, 1s, "b")), 1,
        Until::success));
    CHECK(world.run());
    CHECK(world.notes.back() == "race a");
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
