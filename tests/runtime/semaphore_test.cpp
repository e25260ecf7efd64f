#include "runtime/semaphore.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> holder(World& world, Semaphore& semaphore, Duration duration, std::string name) {
    if (co_await semaphore.acquire(world.self()) == Wakeup::cancelled) {
        world.note(name + " cancelled");
        co_return Completion::cancelled();
    }
    world.note(name);
    (void)co_await nap(world, duration);
    (void)semaphore.release();
    co_return Value();
}
/// Releases once at `when`, then cancels `other` in the same step.
Coro<Completion> release_and_cancel(World& world, Semaphore& semaphore, Duration when, TaskReference other) {
    (void)co_await nap(world, when);
    (void)semaphore.release();
    other->cancel();
    co_return Value();
}

}  // namespace

TEST_CASE("a semaphore lets as many tasks in as it has places, in the order in which they asked") {
    World world;
    Semaphore semaphore("s", 2, Semaphore::Bound::unbounded);
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        world.spawn(holder(world, semaphore, 1s, name));
    }
    world.at(500ms, [&] { CHECK(world.notes == Notes{"a", "b"}); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b", "c", "d", "e"});
    CHECK(world.loop.now() == 3s);
    CHECK(semaphore.value() == 2);
}

TEST_CASE("a bounded semaphore refuses a release above its first value, another one grows") {
    Semaphore bounded("s", 1, Semaphore::Bound::bounded);
    CHECK_FALSE(bounded.release());
    CHECK(bounded.value() == 1);
    Semaphore unbounded("s", 1, Semaphore::Bound::unbounded);
    CHECK(unbounded.release());
    CHECK(unbounded.value() == 2);
}

TEST_CASE("from a release to the waiter that gets the place it is one turn") {
    World world;
    Semaphore semaphore("s", 0, Semaphore::Bound::unbounded);
    uint64_t released = 0;
    world.spawn([](World& w, Semaphore& s, uint64_t& turn) -> Coro<Completion> {
        (void)co_await s.acquire(w.self());
        w.note(std::to_string(w.turn() - turn));
        co_return Value();
    }(world, semaphore, released));
    world.at(1s, [&] {
        released = world.turn();
        (void)semaphore.release();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
}

TEST_CASE("a newcomer does not overtake a waiter whose place is given and who has not run yet") {
    World world;
    Semaphore semaphore("s", 0, Semaphore::Bound::unbounded);
    world.spawn(holder(world, semaphore, 0s, "waiter"));
    world.at(1s, [&] {
        (void)semaphore.release();
        (void)semaphore.release();
        CHECK(semaphore.value() == 1);
        CHECK_FALSE(semaphore.try_acquire());
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"waiter"});
}

TEST_CASE("a waiter that is cancelled before it runs or while it is queued takes no place") {
    World world;
    Semaphore semaphore("s", 1, Semaphore::Bound::unbounded);
    world.spawn(holder(world, semaphore, 2s, "a"));
    TaskReference early = world.spawn(holder(world, semaphore, 1s, "b"));
    early->cancel();
    TaskReference queued = world.spawn(holder(world, semaphore, 1s, "c"));
    world.spawn(holder(world, semaphore, 1s, "d"));
    world.at(1s, [&] { queued->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "c cancelled", "d"});
    CHECK(semaphore.value() == 1);
}

TEST_CASE("a place given to a waiter that is cancelled in the same turn goes to the next one (gh-90155)") {
    World world;
    Semaphore semaphore("s", 0, Semaphore::Bound::unbounded);
    TaskReference a = world.spawn(holder(world, semaphore, 0s, "a"));
    world.spawn(holder(world, semaphore, 0s, "b"));
    world.spawn(holder(world, semaphore, 0s, "c"));
    world.spawn(release_and_cancel(world, semaphore, 1s, a));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "b", "c"});
    CHECK(semaphore.value() == 1);
}

TEST_CASE("a cancelled waiter among several places loses none of them") {
    World world;
    Semaphore semaphore("s", 2, Semaphore::Bound::bounded);
    std::vector<TaskReference> tasks;
    for (int i = 0; i < 10; ++i) {
        tasks.push_back(world.spawn(holder(world, semaphore, 1s, std::to_string(i))));
    }
    world.at(500ms, [&] {
        tasks[2]->cancel();
        tasks[4]->cancel();
    });
    world.spawn([](World& w, std::vector<TaskReference>& all) -> Coro<Completion> {
        (void)co_await nap(w, 1s);
        all[3]->cancel();  // it has just been given a place
        co_return Value();
    }(world, tasks));
    CHECK(world.run());
    CHECK(semaphore.value() == 2);
    CHECK_FALSE(semaphore.locked());
    CHECK(world.bodies == 0);
}

TEST_CASE("who waits for a semaphore is told who holds its places") {
    World world;
    Semaphore semaphore("s", 1, Semaphore::Bound::unbounded);
    world.spawn(
        [](World& w, Semaphore& s) -> Coro<Completion> {
            (void)s.try_acquire();
            Semaphore::Hold hold(s, w.self());
            (void)co_await nap(w, 2s);
            (void)s.release();
            co_return Value();
        }(world, semaphore),
        "holder");
    TaskReference waiter = world.spawn(holder(world, semaphore, 0s, "b"), "waiter");
    world.at(1s, [&] {
        WaitDescription description = waiter->waiting_for()->describe();
        CHECK(description.what == "semaphore s");
        REQUIRE(description.holders.size() == 1);
        CHECK(description.holders[0]->name() == "holder");
    });
    CHECK(world.run());
}

}  // namespace aiorun::runtime
