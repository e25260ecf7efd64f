#include "runtime/as_completed.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> takes_all(World& world, std::unique_ptr<BranchSource> source, size_t limit, Duration pause) {
    auto all = value::make_counted<AsCompleted>(world.loop, std::move(source), limit);
    all->start();
    for (size_t i = 0; i < all->count(); ++i) {
        Completion end = co_await all->next(world.self());
        world.note("> " + (end.is_raised() ? value::describe(end.error()) : value::to_text(end.value())));
        if (end.is_cancelled()) {
            co_return Completion::cancelled();
        }
        (void)co_await nap(world, pause);
    }
    co_return Value();
}

}  // namespace

TEST_CASE("outcomes come in the order in which the branches end") {
    World world;
    world.spawn(takes_all(
        world, branches(world, sleeper(world, 3s, "a"), failing(world, 1s, "no"), sleeper(world, 2s, "c")),
        unlimited, 0s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"> RuntimeError: no", "c", "> c", "a", "> a"});
}

TEST_CASE("outcomes wait for who takes them slowly") {
    World world;
    world.spawn(
        takes_all(world, branches(world, sleeper(world, 2s, "a"), sleeper(world, 1s, "b")), unlimited, 10s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "> b", "a", "> a"});
}

TEST_CASE("with a limit the next branch starts as one ends") {
    World world;
    world.spawn(takes_all(world, branches(world, sleeper(world, 2s, "a"), sleeper(world, 1s, "b")), 1, 0s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "> a", "b", "> b"});
}

TEST_CASE("who is cancelled while it waits for the next outcome leaves the branches running") {
    World world;
    TaskReference task =
        world.spawn(takes_all(world, branches(world, sleeper(world, 5s, "a")), unlimited, 0s));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"> CancelledError", "a"});
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
