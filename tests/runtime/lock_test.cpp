#include "runtime/lock.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> holder(World& world, Lock& lock, Duration duration, std::string name) {
    if (co_await lock.acquire(world.self()) == Wakeup::cancelled) {
        world.note(name + " cancelled");
        co_return Completion::cancelled();
    }
    world.note(name);
    Wakeup wakeup = co_await nap(world, duration);
    (void)lock.release();
    co_return wakeup == Wakeup::cancelled ? Completion::cancelled() : Completion();
}
Coro<Completion> turn_of_grant(World& world, Lock& lock, uint64_t& released) {
    (void)co_await lock.acquire(world.self());
    world.note(std::to_string(world.turn() - released));
    (void)lock.release();
    co_return Value();
}

}  // namespace

TEST_CASE("a lock is granted in the order in which it was asked for") {
    World world;
    Lock lock("l");
    for (const char* name : {"a", "b", "c", "d"}) {
        world.spawn(holder(world, lock, 1s, name));
    }
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b", "c", "d"});
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a lock that nobody has is taken without giving up the turn") {
    World world;
    Lock lock("l");
    uint64_t now = 1;
    world.spawn(turn_of_grant(world, lock, now));
    CHECK(world.run());
    CHECK(world.notes == Notes{"0"});
}

TEST_CASE("from the release of a lock to its next holder it is one turn") {
    World world;
    Lock lock("l");
    uint64_t released = 0;
    world.spawn([](World& w, Lock& l, uint64_t& turn) -> Coro<Completion> {
        (void)co_await l.acquire(w.self());
        (void)co_await nap(w, 1s);
        turn = w.turn();
        (void)l.release();
        co_return Value();
    }(world, lock, released));
    world.spawn(turn_of_grant(world, lock, released));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
}

TEST_CASE("releasing a lock that nobody holds is refused") {
    Lock lock("l");
    CHECK_FALSE(lock.release());
}

TEST_CASE("a newcomer does not overtake a waiter that was woken and has not run yet") {
    World world;
    Lock lock("l");
    world.spawn([](World& w, Lock& l) -> Coro<Completion> {
        (void)co_await l.acquire(w.self());
        (void)co_await nap(w, 1s);
        (void)l.release();
        CHECK_FALSE(l.try_acquire(w.self()));
        co_return Value();
    }(world, lock));
    world.spawn(holder(world, lock, 0s, "waiter"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"waiter"});
}

TEST_CASE("a task that is cancelled before it runs never asks for the lock") {
    World world;
    Lock lock("l");
    TaskReference task = world.spawn(holder(world, lock, 1s, "a"));
    task->cancel();
    world.spawn(holder(world, lock, 1s, "b"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b"});
}

TEST_CASE("a cancelled waiter leaves the queue, and the others keep their order") {
    World world;
    Lock lock("l");
    world.spawn(holder(world, lock, 2s, "a"));
    TaskReference b = world.spawn(holder(world, lock, 1s, "b"));
    world.spawn(holder(world, lock, 1s, "c"));
    world.at(1s, [&] { b->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b cancelled", "c"});
    CHECK_FALSE(lock.locked());
}

TEST_CASE(
    "a waiter that was woken and is cancelled in the same turn passes the lock on (bpo-27585, bpo-32734)") {
    World world;
    Lock lock("l");
    world.spawn(holder(world, lock, 2s, "a"));
    TaskReference b = world.spawn(holder(world, lock, 1s, "b"));
    world.spawn(holder(world, lock, 1s, "c"));
    world.spawn([](World& w, TaskReference other) -> Coro<Completion> {
        (void)co_await nap(w, 2s);  // runs right after the release, before b
        other->cancel();
        co_return Value();
    }(world, b));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b cancelled", "c"});
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a waiter that is cancelled and then released to in the same turn passes the lock on") {
    World world;
    Lock lock("l");
    TaskReference b;
    world.spawn([](World& w, Lock& l, TaskReference& other) -> Coro<Completion> {
        (void)co_await l.acquire(w.self());
        (void)co_await nap(w, 1s);
        other->cancel();
        (void)l.release();
        co_return Value();
    }(world, lock, b));
    b = world.spawn(holder(world, lock, 1s, "b"));
    world.spawn(holder(world, lock, 1s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b cancelled", "c"});
    CHECK_FALSE(lock.locked());
}

TEST_CASE("all waiters may be cancelled at once, woken ones included") {
    World world;
    Lock lock("l");
    std::vector<TaskReference> tasks;
    world.spawn([](World& w, Lock& l, std::vector<TaskReference>& all) -> Coro<Completion> {
        (void)co_await l.acquire(w.self());
        (void)co_await nap(w, 1s);
        (void)l.release();
        for (const TaskReference& task : all) {
            task->cancel();
        }
        co_return Value();
    }(world, lock, tasks));
    for (const char* name : {"a", "b", "c"}) {
        tasks.push_back(world.spawn(holder(world, lock, 1s, name)));
    }
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "b cancelled", "c cancelled"});
    CHECK(lock.try_acquire(*tasks[0]));
}

TEST_CASE("who waits for a lock is told who holds it") {
    World world;
    Lock lock("l");
    world.spawn(holder(world, lock, 5s, "a"), "first");
    TaskReference waiter = world.spawn(holder(world, lock, 1s, "b"), "second");
    world.at(1s, [&] {
        WaitDescription description = waiter->waiting_for()->describe();
        CHECK(description.what == "lock l");
        REQUIRE(description.holders.size() == 1);
        CHECK(description.holders[0]->name() == "first");
    });
    CHECK(world.run());
}

TEST_CASE("waiters of a lock that are abandoned leave it usable") {
    World world;
    Lock lock("l");
    world.spawn(holder(world, lock, 1s, "a"));
    TaskReference b = world.spawn(holder(world, lock, 1s, "b"));
    TaskReference c = world.spawn(holder(world, lock, 1s, "c"));
    world.at(0s, [&] { b->abandon(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "c"});
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
