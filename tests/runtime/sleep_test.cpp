#include "runtime/sleep.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {

TEST_CASE("sleepers that are due at the same time wake in the order in which they fell asleep") {
    World world;
    world.spawn(sleeper(world, 2s, "a"));
    world.spawn(sleeper(world, 1s, "b"));
    world.spawn(sleeper(world, 2s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "a", "c"});
    CHECK(world.loop.now() == 2s);
}

TEST_CASE("a sleeper goes on one turn after its timer") {
    World world;
    uint64_t due = 0;
    world.at(1s, [&] { due = world.turn(); });
    world.spawn([](World& w, uint64_t& turn) -> Coro<Completion> {
        (void)co_await nap(w, 1s);
        w.note(std::to_string(w.turn() - turn));
        co_return Value();
    }(world, due));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
}

TEST_CASE("a cancelled sleeper wakes in the next turn and leaves no timer behind") {
    World world;
    TaskReference task = world.spawn(sleeper(world, 100s, "a"));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled"});
    CHECK(world.loop.now() == 1s);
}

TEST_CASE("a sleeper that is cancelled in the turn in which it is due is cancelled") {
    World world;
    TaskReference task = world.spawn(sleeper(world, 1s, "a"));
    TaskReference* reference = &task;
    world.spawn([](World& w, TaskReference* other) -> Coro<Completion> {
        (void)co_await nap(w, 1s);
        w.note((*other)->done() ? "too late" : "in time");
        (*other)->cancel();
        co_return Value();
    }(world, reference));
    CHECK(world.run());
    // The task that slept first runs first in that turn, and is done when the request comes.
    CHECK(world.notes == Notes{"a", "too late"});
}

TEST_CASE("a sleep longer than the clock can hold lasts for ever, and other timers still run") {
    World world;
    TaskReference task = world.spawn(sleeper(world, Duration::max(), "a"));
    world.at(5s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled"});
}

}  // namespace aiorun::runtime
