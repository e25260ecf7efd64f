#include "runtime/rate_limit.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> user(World& world, RateLimit& limit, std::string name) {
    Wakeup wakeup = co_await limit.acquire(world.self());
    auto now = std::chrono::duration_cast<std::chrono::milliseconds>(world.loop.now()).count();
    world.note(name + (wakeup == Wakeup::cancelled ? " cancelled at " : " at ") + std::to_string(now));
    co_return Value();
}
Coro<Completion> late_user(World& world, RateLimit& limit, Duration when, std::string name) {
    (void)co_await nap(world, when);
    co_return co_await user(world, limit, name);
}

TEST_CASE("the place of one that is cancelled when it was woken goes to the next one at once") {
    World world;
    RateLimit limit("r", 1s, 1);
    world.spawn(user(world, limit, "first"));
    TaskReference a;
    world.at(1s, [&] { a->cancel(); });  // in the instant in which its place is given
    a = world.spawn(user(world, limit, "a"));
    world.spawn(user(world, limit, "b"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"first at 0", "a cancelled at 1000", "b at 1000"});
}

TEST_CASE("bursts and intervals may be as large as they like") {
    World world;
    RateLimit many("r", 1s, INT64_MAX);
    RateLimit rare("s", Duration::max(), 1);
    for (const char* name : {"a", "b", "c"}) {
        world.spawn(user(world, many, name));
    }
    world.spawn(user(world, rare, "d"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at 0", "b at 0", "c at 0", "d at 0"});
}

}  // namespace

TEST_CASE("a rate limit gives one place an interval, in the order in which they were asked for") {
    World world;
    RateLimit limit("r", 1s, 1);
    for (const char* name : {"a", "b", "c"}) {
        world.spawn(user(world, limit, name));
    }
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at 0", "b at 1000", "c at 2000"});
}

TEST_CASE("a burst is given at once, and comes back while nobody asks") {
    World world;
    RateLimit limit("r", 1s, 2);
    for (const char* name : {"a", "b", "c"}) {
        world.spawn(user(world, limit, name));
    }
    world.spawn(late_user(world, limit, 10s, "d"));
    world.spawn(late_user(world, limit, 10s, "e"));
    world.spawn(late_user(world, limit, 10s, "f"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at 0", "b at 0", "c at 1000", "d at 10000", "e at 10000", "f at 11000"});
}

TEST_CASE("a newcomer does not overtake those who wait for a place") {
    World world;
    RateLimit limit("r", 1s, 1);
    world.spawn(user(world, limit, "a"));
    world.spawn(user(world, limit, "b"));
    world.spawn(late_user(world, limit, 1s, "c"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at 0", "b at 1000", "c at 2000"});
}

TEST_CASE("who is cancelled while it waits takes no place") {
    World world;
    RateLimit limit("r", 1s, 1);
    world.spawn(user(world, limit, "a"));
    TaskReference b = world.spawn(user(world, limit, "b"));
    world.spawn(user(world, limit, "c"));
    world.at(500ms, [&] { b->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a at 0", "b cancelled at 500", "c at 1000"});
}

TEST_CASE("the place of one that is cancelled right after it was given is not lost") {
    World world;
    RateLimit limit("r", 1s, 1);
    world.spawn(user(world, limit, "a"));
    TaskReference b = world.spawn(user(world, limit, "b"));
    TaskReference c = world.spawn(user(world, limit, "c"));
    world.at(1s, [&] { b->cancel(); });
    CHECK(world.run());
    REQUIRE(world.notes.size() == 3);
    CHECK(world.notes[1] == "b cancelled at 1000");
    CHECK(world.notes[2] == "c at 1000");
}

TEST_CASE("a rate limit whose waiters all go away lets the run end") {
    World world;
    RateLimit limit("r", 100s, 1);
    world.spawn(user(world, limit, "a"));
    TaskReference b = world.spawn(user(world, limit, "b"));
    world.at(1s, [&] { b->cancel(); });
    CHECK(world.run());
    CHECK(world.loop.now() == 1s);
}

}  // namespace aiorun::runtime
