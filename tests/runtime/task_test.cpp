#include "runtime/task.hpp"

#include "runtime/join.hpp"
#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> first_step(World& world, uint64_t created) {
    world.note(std::to_string(world.turn() - created));
    co_return Value();
}
Coro<Completion> creator(World& world) {
    world.spawn(first_step(world, world.turn()));
    co_return Value();
}
/// Sleeps `count` times, whatever comes, and notes which of the sleeps were cancelled.
Coro<Completion> deaf(World& world, int count) {
    for (int i = 0; i < count; ++i) {
        bool cancelled = co_await nap(world, 10s) == Wakeup::cancelled;
        world.note(std::to_string(i) + (cancelled ? " cancelled" : " slept"));
    }
    co_return Value();
}
Coro<Completion> turn_of_cancel(World& world, uint64_t& requested) {
    (void)co_await nap(world, 10s);
    world.note(std::to_string(world.turn() - requested));
    co_return Value();
}
Coro<Completion> ends_with_request(World& world, Completion end) {
    world.self().cancel();
    co_return end;
}

}  // namespace

TEST_CASE("the first step of a task runs in the turn after its creation") {
    World world;
    world.spawn(creator(world));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
}

TEST_CASE("a task that is cancelled before its first step never runs") {
    World world;
    TaskReference task = world.spawn(sleeper(world, 1s, "a"));
    CHECK(task->cancel());
    CHECK(world.run());
    CHECK(task->cancelled());
    CHECK(world.notes.empty());
    CHECK(world.bodies == 0);
}

TEST_CASE("a cancellation is delivered one turn after the request") {
    World world;
    uint64_t requested = 0;
    TaskReference task = world.spawn(turn_of_cancel(world, requested));
    world.at(1s, [&] {
        requested = world.turn();
        task->cancel();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
}

TEST_CASE("a request is delivered once, and several at the same wait are delivered as one") {
    World world;
    TaskReference task = world.spawn(deaf(world, 3));
    world.at(1s, [&] { task->cancel(); });
    world.at(2s, [&] {
        task->cancel();
        CHECK(task->cancel());
    });
    CHECK(world.run());
    // The second request of that turn finds the wait over: it is delivered when the task next runs, at the
    // same point.
    CHECK(world.notes == Notes{"0 cancelled", "1 cancelled", "2 slept"});
    CHECK(task->cancelling() == 3);
}

TEST_CASE("requests are counted, and can be taken back, but not below none") {
    World world;
    TaskReference task = world.spawn(deaf(world, 1));
    task->cancel();
    task->cancel();
    CHECK(task->uncancel() == 1);
    CHECK(task->uncancel() == 0);
    CHECK(task->uncancel() == 0);
    CHECK(world.run());
    CHECK(world.notes == Notes{"0 slept"});
}

TEST_CASE("a task that is asked to end right before it does is cancelled, unless it fails") {
    World world;
    TaskReference well = world.spawn(ends_with_request(world, Value(1)));
    TaskReference badly = world.spawn(ends_with_request(world, value::value_error("no")));
    CHECK(world.run());
    CHECK(well->cancelled());
    CHECK(badly->failed());
    badly->mark_retrieved();
}

TEST_CASE("a task that is done cannot be cancelled") {
    World world;
    TaskReference task = world.spawn(sleeper(world, 0s, "a"));
    CHECK(world.run());
    CHECK_FALSE(task->cancel());
    CHECK(task->result() == Value("a"));
}

TEST_CASE("a failure that nobody looked at is remembered when the task goes, in the loop") {
    World world;
    world.spawn(failing(world, 1s, "no"), "forgotten one");
    TaskReference seen = world.spawn(failing(world, 1s, "seen"));
    CHECK(world.run());
    (void)seen->outcome();
    seen = nullptr;
    REQUIRE(world.loop.forgotten().size() == 1);
    CHECK(world.loop.forgotten()[0].task == "forgotten one");
}

TEST_CASE("a handle shows how its task is doing") {
    World world;
    TaskReference task = world.spawn(failing(world, 1s, "no"), "t");
    CHECK(*task->field("done") == Value(false));
    CHECK(task->field("error")->is_null());
    CHECK(world.run());
    CHECK(*task->field("done") == Value(true));
    CHECK(*task->field("cancelled") == Value(false));
    CHECK(task->field("result")->is_null());
    CHECK(*task->field("name") == Value("t"));
    CHECK(value::to_json(*task->field("error")) == R"({"type":"RuntimeError","message":"no","data":null,"task":"","step":"","line":null,"cause":null})");
    CHECK_FALSE(task->field("nothing").has_value());
    task->mark_retrieved();
}

TEST_CASE("an abandoned task runs no further, and everything it held goes") {
    World world;
    TaskReference ready = world.spawn(sleeper(world, 0s, "ready"));
    TaskReference waiting = world.spawn(sleeper(world, 100s, "waiting"));
    world.at(1s, [&] { waiting->abandon(); });
    ready->abandon();
    CHECK(world.run());
    CHECK(world.notes.empty());
    CHECK(world.bodies == 0);
    CHECK(ready->done());
}

}  // namespace aiorun::runtime
