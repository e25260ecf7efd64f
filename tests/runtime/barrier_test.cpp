#include "runtime/barrier.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> party(World& world, Barrier& barrier, Duration when, std::string name) {
    (void)co_await nap(world, when);
    Completion end = co_await barrier.wait(world.self());
    world.note(name + " " + (end.is_raised() ? end.error().type : value::to_json(end.value())));
    co_return end.is_cancelled() ? Completion::cancelled() : Completion();
}
Coro<Completion> aborts(World& world, Barrier& barrier, Duration when) {
    (void)co_await nap(world, when);
    co_return co_await barrier.abort(world.self());
}
Coro<Completion> resets(World& world, Barrier& barrier, Duration when) {
    (void)co_await nap(world, when);
    co_return co_await barrier.reset(world.self());
}
std::string state(const Barrier& barrier) {
    return value::to_json(*barrier.field("waiting")) + " " + value::to_json(*barrier.field("broken"));
}

}  // namespace

TEST_CASE("a barrier lets all pass when the last one has come, each with an index of its own") {
    World world;
    Barrier barrier("b", 3);
    world.spawn(party(world, barrier, 1s, "a"));
    world.spawn(party(world, barrier, 2s, "b"));
    world.spawn(party(world, barrier, 3s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"c 2", "a 0", "b 1"});
    CHECK(state(barrier) == "0 false");
}

TEST_CASE("a barrier of one lets everybody pass at once") {
    World world;
    Barrier barrier("b", 1);
    world.spawn(party(world, barrier, 0s, "a"));
    world.spawn(party(world, barrier, 0s, "b"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a 0", "b 0"});
}

TEST_CASE("a barrier can be used again and again") {
    World world;
    Barrier barrier("b", 2);
    for (const char* name : {"a", "b", "c", "d"}) {
        world.spawn(party(world, barrier, 0s, name));
    }
    CHECK(world.run());
    CHECK(world.notes.size() == 4);
    CHECK(state(barrier) == "0 false");
}

TEST_CASE("a party that is cancelled is no longer counted") {
    World world;
    Barrier barrier("b", 2);
    TaskReference a = world.spawn(party(world, barrier, 0s, "a"));
    world.at(1s, [&] { a->cancel(); });
    world.spawn(party(world, barrier, 2s, "b"));
    world.spawn(party(world, barrier, 3s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a CancelledError", "c 1", "b 0"});
}

TEST_CASE("an aborted barrier breaks for those who wait and for those who come later, until it is reset") {
    World world;
    Barrier barrier("b", 3);
    world.spawn(party(world, barrier, 0s, "a"));
    world.spawn(aborts(world, barrier, 1s));
    world.spawn(party(world, barrier, 2s, "b"));
    world.at(3s, [&] { CHECK(state(barrier) == "0 true"); });
    world.spawn(resets(world, barrier, 4s));
    for (const char* name : {"c", "d", "e"}) {
        world.spawn(party(world, barrier, 5s, name));
    }
    CHECK(world.run());
    CHECK(world.notes == Notes{"a BrokenBarrierError", "b BrokenBarrierError", "e 2", "c 0", "d 1"});
}

TEST_CASE("a reset breaks the barrier for those who wait, and not for those who come later") {
    World world;
    Barrier barrier("b", 2);
    world.spawn(party(world, barrier, 0s, "a"));
    world.spawn(resets(world, barrier, 1s));
    world.spawn(party(world, barrier, 2s, "b"));
    world.spawn(party(world, barrier, 3s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a BrokenBarrierError", "c 1", "b 0"});
}

TEST_CASE("a party that is let through and cancelled in the same turn does not hold the others back") {
    World world;
    Barrier barrier("b", 2);
    TaskReference a = world.spawn(party(world, barrier, 0s, "a"));
    world.spawn(party(world, barrier, 1s, "b"));
    world.spawn([](World& w, TaskReference task) -> Coro<Completion> {
        (void)co_await nap(w, 1s);
        task->cancel();
        co_return Value();
    }(world, a));
    world.spawn(party(world, barrier, 2s, "c"));
    world.spawn(party(world, barrier, 3s, "d"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b 1", "a CancelledError", "d 1", "c 0"});
}

TEST_CASE("who waits at a barrier is said to") {
    Barrier barrier("b", 2);
    World world;
    TaskReference task = world.spawn(party(world, barrier, 1s, "a"));
    CHECK_FALSE(world.run());
    CHECK(task->waiting_for()->describe().what == "barrier b");
}

}  // namespace aiorun::runtime
