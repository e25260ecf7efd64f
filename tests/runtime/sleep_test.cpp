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

namespace {

/// sleep() as a leaf, and how it ended.
Coro<Completion> sleeps(World& world, Duration duration, std::string name) {
    Completion end = co_await sleep(world.self(), duration);
    world.note(name + (end.is_cancelled() ? " cancelled" : ""));
    co_return end;
}

}  // namespace

TEST_CASE("sleep as a leaf takes as many turns as a Sleep or a Yield on a frame") {
    for (Duration duration : {Duration(0s), Duration(-1s), Duration(1s)}) {
        World world;
        world.spawn(sleeper(world, duration, "frame"));
        world.spawn(sleeps(world, duration, "leaf"));
        world.spawn(sleeper(world, duration, "frame again"));
        CHECK(world.run());
        CHECK(world.notes == Notes{"frame", "leaf", "frame again"});
    }
}

TEST_CASE("sleep as a leaf is cancelled before it begins, while it waits, and when it is due in the same turn") {
    World world;
    TaskReference before = world.spawn(sleeps(world, 1s, "before"));
    before->cancel();
    TaskReference pending = world.spawn(sleeps(world, 100s, "pending"));
    TaskReference none = world.spawn(sleeps(world, 0s, "none"));
    world.at(1s, [&] { pending->cancel(); });
    CHECK(world.run());
    CHECK(before->cancelled());
    CHECK(pending->cancelled());
    CHECK_FALSE(none->cancelled());
    CHECK(world.notes == Notes{"none", "pending cancelled"});
    CHECK(world.loop.now() == 1s);
}

TEST_CASE("sleep as a leaf that was due passes a later cancellation on") {
    World world;
    TaskReference task = world.spawn(sleeps(world, 1s, "a"));
    world.at(1s, [&] { task->cancel(); });  // set later, so it runs when the sleep has ended and the task has not gone on
    CHECK(world.run());
    CHECK(task->cancelled());
    CHECK(world.notes == Notes{"a cancelled"});
}

TEST_CASE("a task that is dropped while it sleeps leaves no timer behind") {
    World world;
    TaskReference task = world.spawn(sleeps(world, 100s, "a"));
    world.at(1s, [&] { task->abandon(); });
    CHECK(world.run());
    CHECK(world.notes.empty());
    CHECK(world.loop.now() == 1s);
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
