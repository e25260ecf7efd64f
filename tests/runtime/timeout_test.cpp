#include "runtime/timeout.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> limited(World& world, Duration limit, Duration work) {
    Timeout timeout(world.self(), limit);
    Completion end = co_await sleeper(world, work, "work");
    end = timeout.leave(std::move(end), "too long");
    world.note(end.is_raised() ? end.error().type : "in time");
    world.note(std::to_string(world.self().cancelling()));
    co_return end;
}
Coro<Completion> nested(World& world, Duration outer_limit, Duration inner_limit) {
    Timeout outer(world.self(), outer_limit);
    Completion end = co_await limited(world, inner_limit, 100s);
    end = outer.leave(std::move(end), "outer");
    world.note(end.is_raised() ? end.error().message : "in time");
    (void)end;
    co_return Value();
}
Coro<Completion> ignoring(World& world) {
    Timeout timeout(world.self(), 1s);
    (void)co_await nap(world, 10s);
    Completion end = timeout.leave(Value(1), "too long");
    world.note(end.is_raised() ? end.error().type : "swallowed");
    world.note(std::to_string(world.self().cancelling()));
    co_return Value();
}

}  // namespace

TEST_CASE("what ends in time keeps its outcome, and the timer goes") {
    World world;
    world.spawn(limited(world, 100s, 1s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"work", "in time", "0"});
    CHECK(world.loop.now() == 1s);
}

TEST_CASE("what takes too long is cancelled, and that is a TimeoutError outside") {
    World world;
    TaskReference task = world.spawn(limited(world, 1s, 100s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"work cancelled", "TimeoutError", "0"});
    CHECK(task->outcome().error().message == "too long");
}

TEST_CASE("a timeout of zero lets the body run until it waits") {
    World world;
    TaskReference task = world.spawn(limited(world, 0s, 1s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"work cancelled", "TimeoutError", "0"});
    task->mark_retrieved();
}

TEST_CASE("a cancellation from outside that comes with the timeout stays a cancellation (gh-107547)") {
    World world;
    TaskReference task = world.spawn(limited(world, 1s, 100s));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"work cancelled", "CancelledError", "1"});
    CHECK(task->cancelled());
}

TEST_CASE("a cancellation from outside is not converted") {
    World world;
    TaskReference task = world.spawn(limited(world, 2s, 100s));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"work cancelled", "CancelledError", "1"});
}

TEST_CASE("of two timeouts the one that expires first raises, inner or outer") {
    World world;
    world.spawn(nested(world, 5s, 1s));
    world.spawn(nested(world, 1s, 5s));
    CHECK(world.run());
    CHECK(world.notes == Notes{"work cancelled", "TimeoutError", "0", "too long", "work cancelled",
                               "CancelledError", "1", "outer"});
}

TEST_CASE("a body that swallows the cancellation of a timeout ends well, and no request is left") {
    World world;
    world.spawn(ignoring(world));
    CHECK(world.run());
    CHECK(world.notes == Notes{"swallowed", "0"});
}

}  // namespace aiorun::runtime
