#include "runtime/join.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> awaits(World& world, TaskReference task, std::string name) {
    Completion end = co_await Join(world.self(), std::move(task));
    world.note(name + " " + (end.is_raised() ? end.error().type : value::to_text(end.value())));
    co_return end;
}
Coro<Completion> awaits(World& world, TaskReference task) {
    co_return co_await Join(world.self(), std::move(task));
}
/// For a task that does not exist yet.
Coro<Completion> awaits_later(World& world, TaskReference& task) {
    co_return co_await Join(world.self(), task);
}
Coro<Completion> measured(World& world, uint64_t& ended) {
    (void)co_await nap(world, 1s);
    ended = world.turn();
    co_return Value();
}
Coro<Completion> measures(World& world, TaskReference task, uint64_t& ended) {
    (void)co_await Join(world.self(), std::move(task));
    world.note(std::to_string(world.turn() - ended));
    co_return Value();
}
/// Each awaits the one before it.
std::vector<TaskReference> chain(World& world, size_t length, Coro<Completion> end) {
    std::vector<TaskReference> tasks{world.spawn(std::move(end))};
    while (tasks.size() < length) {
        tasks.push_back(world.spawn(awaits(world, tasks.back())));
    }
    return tasks;
}

}  // namespace

TEST_CASE("awaiting a task gives its value, or raises its error") {
    World world;
    world.spawn(awaits(world, world.spawn(sleeper(world, 1s, "a")), "x"));
    TaskReference failed = world.spawn(awaits(world, world.spawn(failing(world, 1s, "no")), "y"));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "x a", "y RuntimeError"});
    failed->mark_retrieved();
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("who awaits a task goes on one turn after its end, and at once when it is done already") {
    World world;
    uint64_t ended = 0;
    TaskReference task = world.spawn(measured(world, ended));
    world.spawn(measures(world, task, ended));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1"});
    ended = world.turn() + 1;
    world.spawn(measures(world, task, ended));
    CHECK(world.run());
    CHECK(world.notes == Notes{"1", "0"});
}

TEST_CASE("cancelling who awaits cancels the task that is awaited") {
    World world;
    TaskReference inner = world.spawn(sleeper(world, 100s, "inner"));
    TaskReference outer = world.spawn(awaits(world, inner, "outer"));
    world.at(1s, [&] { outer->cancel(); });
    CHECK(world.run());
    CHECK(inner->cancelled());
    CHECK(outer->cancelled());
    CHECK(world.notes == Notes{"inner cancelled", "outer CancelledError"});
}

TEST_CASE("a task that awaits itself gets a RuntimeError") {
    World world;
    TaskReference task;
    task = world.spawn(awaits_later(world, task));
    CHECK(world.run());
    REQUIRE(task->failed());
    CHECK(task->outcome().error().message == "a task cannot await itself");
}

TEST_CASE("a chain of a hundred thousand tasks that await each other can be cancelled from its end") {
    World world;
    std::vector<TaskReference> tasks = chain(world, 100'000, sleeper(world, 1000s, "end"));
    world.at(1s, [&] { tasks.back()->cancel(); });
    CHECK(world.run());
    CHECK(tasks.front()->cancelled());
    CHECK(tasks.back()->cancelled());
    CHECK(world.bodies == 0);
}

TEST_CASE("a long chain that is abandoned is dropped without a deep recursion") {
    World world;
    {
        std::vector<TaskReference> tasks = chain(world, 100'000, sleeper(world, 1000s, "end"));
        world.at(1s, [&] { world.loop.stop(); });
        (void)world.loop.run();
    }
    world.abandon_all();
    CHECK(world.bodies == 0);
}

TEST_CASE("tasks that await each other in a circle can be cancelled") {
    World world;
    TaskReference a;
    TaskReference b;
    a = world.spawn(awaits_later(world, b));
    b = world.spawn(awaits_later(world, a));
    CHECK_FALSE(world.run());
    a->cancel();
    CHECK(world.run());
    CHECK(a->cancelled());
    CHECK(b->cancelled());
    CHECK(world.bodies == 0);
}

TEST_CASE("who waits for a task says for which") {
    World world;
    TaskReference inner = world.spawn(sleeper(world, 1s, "x"), "inner");
    TaskReference outer = world.spawn(awaits(world, inner, "outer"));
    world.at(0s, [&] {
        WaitDescription description = outer->waiting_for()->describe();
        CHECK(description.what == "task inner");
        CHECK(description.holders == std::vector<const Task*>{inner.get()});
    });
    CHECK(world.run());
}

}  // namespace aiorun::runtime
