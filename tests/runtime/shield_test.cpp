#include "runtime/shield.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> shields(World& world, Coro<Completion> body) {
    Completion end = co_await shield(world.self(), world.start(std::move(body), "inner"));
    world.note("shield " + (end.is_raised() ? end.error().type : value::to_text(end.value())));
    co_return end;
}

}  // namespace

TEST_CASE("a shield gives what its task gives") {
    World world;
    world.spawn(shields(world, sleeper(world, 1s, "a")));
    TaskReference failed = world.spawn(shields(world, failing(world, 2s, "no")));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "shield a", "shield RuntimeError"});
    failed->mark_retrieved();
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("cancelling who awaits a shield leaves the shielded task running") {
    World world;
    TaskReference task = world.spawn(shields(world, sleeper(world, 5s, "a")));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"shield CancelledError", "a"});
    CHECK(world.loop.now() == 5s);
}

TEST_CASE("a shield whose waiter was cancelled before it ran starts nothing") {
    World world;
    TaskReference task = world.spawn(shields(world, sleeper(world, 5s, "a")));
    task->cancel();
    CHECK(world.run());
    CHECK(world.notes.empty());
    CHECK(world.bodies == 0);
}

TEST_CASE("a shielded task that fails after its waiter was cancelled is not forgotten (gh-79306)") {
    World world;
    TaskReference task = world.spawn(shields(world, failing(world, 5s, "no")));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    REQUIRE(world.loop.forgotten().size() == 1);
    CHECK(world.loop.forgotten()[0].task == "inner");
}

TEST_CASE("cancelling the shielded task itself cancels who awaits it") {
    World world;
    TaskReference task = world.spawn(shields(world, sleeper(world, 5s, "a")));
    world.at(1s, [&] { world.loop.tasks().back().cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "shield CancelledError"});
    CHECK(task->cancelled());
}

}  // namespace aiorun::runtime
