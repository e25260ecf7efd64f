#include "runtime/coro.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

Coro<int> add(int a, int b) {
    co_return a + b;
}
Coro<int> nested(int depth) {
    if (depth == 0) {
        co_return 0;
    }
    co_return co_await nested(depth - 1) + 1;
}
Coro<Completion> awaits_many(World& world, int count) {
    uint64_t turn = world.turn();
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        sum = co_await add(sum, 1);
    }
    world.note(std::to_string(sum) + " in " + std::to_string(world.turn() - turn) + " turns");
    co_return Value();
}
Coro<Completion> awaits_deep(World& world, int depth) {
    world.note(std::to_string(co_await nested(depth)));
    co_return Value();
}

/// Tells when it is destroyed.
struct Guard {
    World& world;
    explicit Guard(World& w) : world(w) {}
    Guard(const Guard&) = delete;
    ~Guard() { world.note("destroyed"); }
};
Coro<Completion> guarded(World& world, Duration duration) {
    Guard guard(world);
    (void)co_await nap(world, duration);
    world.note("ran on");
    co_return Value();
}

}  // namespace

TEST_CASE("a coroutine does nothing before it is awaited") {
    World world;
    {
        Coro<Completion> never = guarded(world, 1s);
        CHECK(static_cast<bool>(never));
    }
    CHECK(world.notes.empty());
}

TEST_CASE("awaiting a coroutine costs no turn of the loop and no stack") {
    World world;
    world.spawn(awaits_many(world, 1'000'000));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1000000 in 0 turns"});
}

TEST_CASE("coroutines that await each other can be nested deeply") {
    World world;
    world.spawn(awaits_deep(world, 100'000));
    CHECK(world.run());
    CHECK(world.notes == Notes{"100000"});
}

TEST_CASE("a coroutine that is destroyed where it waits destroys its locals and runs no further") {
    World world;
    TaskReference task = world.spawn(guarded(world, 1s));
    world.at(0s, [&] { task->abandon(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"destroyed"});
}

}  // namespace aiorun::runtime
