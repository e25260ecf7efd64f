#include "runtime/event.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> waiter(World& world, Event& event, std::string name) {
    uint64_t turn = world.turn();
    if (co_await event.wait(world.self()) == Wakeup::cancelled) {
        world.note(name + " cancelled");
        co_return Completion::cancelled();
    }
    world.note(name + (turn == world.turn() ? " at once" : ""));
    co_return Value();
}

}  // namespace

TEST_CASE("setting an event wakes all that wait for it, in order") {
    World world;
    Event event("e");
    world.spawn(waiter(world, event, "a"));
    world.spawn(waiter(world, event, "b"));
    world.at(1s, [&] { event.set(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b"});
}

TEST_CASE("waiting for an event that is set does not give up the turn") {
    World world;
    Event event("e");
    event.set();
    world.spawn(waiter(world, event, "a"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at once"});
}

TEST_CASE("an event that is cleared right after it was set has still woken who waited") {
    World world;
    Event event("e");
    world.spawn(waiter(world, event, "a"));
    world.at(1s, [&] {
        event.set();
        event.clear();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a"});
    CHECK_FALSE(event.is_set());
}

TEST_CASE(
    "a waiter of an event can be cancelled before it runs, while it waits and after the event was set") {
    World world;
    Event event("e");
    TaskReference early = world.spawn(waiter(world, event, "early"));
    early->cancel();
    TaskReference queued = world.spawn(waiter(world, event, "queued"));
    TaskReference woken = world.spawn(waiter(world, event, "woken"));
    world.spawn(waiter(world, event, "other"));
    world.at(1s, [&] { queued->cancel(); });
    world.at(2s, [&] {
        event.set();
        woken->cancel();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"queued cancelled", "woken cancelled", "other"});
    CHECK(early->cancelled());
}

TEST_CASE("an event that nobody sets leaves its waiter waiting, and says so") {
    World world;
    Event event("e");
    TaskReference task = world.spawn(waiter(world, event, "a"));
    CHECK_FALSE(world.run());
    CHECK(task->waiting_for()->describe().what == "event e");
    world.abandon_all();
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
