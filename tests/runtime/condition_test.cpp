#include "runtime/condition.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

struct Fixture {
    World world{};
    value::Reference<Lock> lock = value::make_counted<Lock>("l");
    Condition condition{"c", lock};
};

Coro<Completion> waiter(Fixture& f, std::string name) {
    if (co_await f.lock->acquire(f.world.self()) == Wakeup::cancelled) {
        f.world.note(name + " cancelled at the lock");
        co_return Completion::cancelled();
    }
    Wakeup wakeup = co_await f.condition.wait(f.world.self());
    CHECK(f.lock->locked());
    f.world.note(name + (wakeup == Wakeup::cancelled ? " cancelled" : ""));
    (void)f.lock->release();
    co_return wakeup == Wakeup::cancelled ? Completion::cancelled() : Completion();
}
Coro<Completion> notifier(Fixture& f, Duration when, uint64_t count, Duration held) {
    (void)co_await nap(f.world, when);
    (void)co_await f.lock->acquire(f.world.self());
    f.condition.notify(count);
    (void)co_await nap(f.world, held);
    (void)f.lock->release();
    co_return Value();
}
Coro<Completion> cancel_at(Fixture& f, Duration when, TaskReference task) {
    (void)co_await nap(f.world, when);
    task->cancel();
    co_return Value();
}

}  // namespace

TEST_CASE("a condition wakes as many waiters as are notified, in order, one after the other") {
    Fixture f;
    for (const char* name : {"a", "b", "c"}) {
        f.world.spawn(waiter(f, name));
    }
    f.world.spawn(notifier(f, 1s, 2, 0s));
    CHECK_FALSE(f.world.run());
    CHECK(f.world.notes == Notes{"a", "b"});
    f.condition.notify_all();
    CHECK(f.world.run());
    CHECK(f.world.notes == Notes{"a", "b", "c"});
    CHECK_FALSE(f.lock->locked());
}

TEST_CASE("a waiter of a condition that is cancelled takes the lock again before it goes on (gh-86766)") {
    Fixture f;
    TaskReference a = f.world.spawn(waiter(f, "a"));
    f.world.spawn(notifier(f, 1s, 0, 5s));
    f.world.spawn(cancel_at(f, 2s, a));
    CHECK(f.world.run());
    CHECK(f.world.notes == Notes{"a cancelled"});
    CHECK(f.world.loop.now() == 6s);
    CHECK_FALSE(f.lock->locked());
}

TEST_CASE("a cancellation while the lock is taken again does not lose the lock, and is seen after it") {
    Fixture f;
    TaskReference a = f.world.spawn(waiter(f, "a"));
    f.world.spawn(notifier(f, 1s, 1, 5s));
    f.world.spawn(cancel_at(f, 2s, a));
    f.world.spawn(cancel_at(f, 3s, a));
    CHECK(f.world.run());
    CHECK(f.world.notes == Notes{"a cancelled"});
    CHECK(a->cancelled());
    CHECK_FALSE(f.lock->locked());
}

TEST_CASE("a notification of a waiter that is cancelled goes to another one (gh-112202)") {
    Fixture f;
    TaskReference a = f.world.spawn(waiter(f, "a"));
    f.world.spawn(waiter(f, "b"));
    f.world.spawn(notifier(f, 1s, 1, 5s));
    f.world.spawn(cancel_at(f, 2s, a));
    CHECK(f.world.run());
    CHECK(f.world.notes == Notes{"a cancelled", "b"});
}

TEST_CASE("a waiter that is cancelled before it has the lock never waits for the condition") {
    Fixture f;
    f.world.spawn(notifier(f, 0s, 0, 5s));
    TaskReference a = f.world.spawn([](Fixture& g) -> Coro<Completion> {
        (void)co_await nap(g.world, 1s);
        co_return co_await waiter(g, "a");
    }(f));
    f.world.spawn(cancel_at(f, 2s, a));
    CHECK(f.world.run());
    CHECK(f.world.notes == Notes{"a cancelled at the lock"});
}

TEST_CASE("two conditions of one lock have their own waiters") {
    Fixture f;
    Condition other("d", f.lock);
    f.world.spawn(waiter(f, "a"));
    f.world.at(1s, [&] { other.notify_all(); });
    CHECK_FALSE(f.world.run());
    CHECK(f.world.notes.empty());
}

}  // namespace aiorun::runtime
