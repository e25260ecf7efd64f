#include "runtime/await_all.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> awaits(World& world, std::vector<TaskReference> tasks) {
    Completion end = co_await await_all(world.self(), std::move(tasks));
    world.note(end.is_raised() ? value::describe(end.error()) : value::to_json(end.value()));
    co_return end.is_cancelled() ? Completion::cancelled() : Completion();
}
Coro<Completion> waits(World& world, std::vector<TaskReference> tasks) {
    Completion end = co_await wait_all(world.self(), std::move(tasks));
    world.note(end.is_raised() ? value::describe(end.error()) : "all done");
    co_return Value();
}

TEST_CASE("tasks that await each other as handles of a list are cancelled all the same") {
    World world;
    std::vector<TaskReference> tasks;
    auto circle = [](World& inner, std::vector<TaskReference>& all, size_t next) -> Coro<Completion> {
        (void)co_await nap(inner, 1s);
        co_return co_await await_all(inner.self(), {all[next]});
    };
    for (size_t next : {0U, 2U, 3U, 1U}) {  // the first awaits itself
        tasks.push_back(world.spawn(circle(world, tasks, next)));
    }
    world.at(2s, [&] {
        CHECK(tasks[0]->cancel());
        CHECK(tasks[1]->cancel());
    });
    CHECK(world.run());
    for (const TaskReference& task : tasks) {
        CHECK(task->cancelled());
    }
    tasks.clear();
}

TEST_CASE("a chain of tasks that await each other as a list may be as long as memory allows") {
    World world;
    TaskReference last = world.spawn(sleeper(world, 3600s, "first"));
    for (int i = 0; i < 200'000; ++i) {
        last = world.spawn([](World& inner, TaskReference before) -> Coro<Completion> {
            co_return co_await await_all(inner.self(), {before});
        }(world, last));
    }
    world.at(1s, [&] { CHECK(last->cancel()); });
    CHECK(world.run());
    CHECK(last->cancelled());
    CHECK(world.notes == Notes{"first cancelled"});
}

}  // namespace

TEST_CASE(
    "awaiting several handles gives their results in the order of the handles, the same one more than once") {
    World world;
    TaskReference a = world.spawn(sleeper(world, 2s, "a"));
    TaskReference b = world.spawn(sleeper(world, 1s, "b"));
    world.spawn(awaits(world, {a, b, a}));
    CHECK(world.run());
    CHECK(world.notes.back() == R"(["a","b","a"])");
    world.spawn(awaits(world, {b, a}));
    CHECK(world.run());
    CHECK(world.notes.back() == R"(["b","a"])");
}

TEST_CASE("awaiting no handle gives an empty list") {
    World world;
    world.spawn(awaits(world, {}));
    CHECK(world.run());
    CHECK(world.notes == Notes{"[]"});
}

TEST_CASE("the first error of several handles is raised at once, and the others run on") {
    World world;
    TaskReference a = world.spawn(sleeper(world, 2s, "a"));
    TaskReference b = world.spawn(failing(world, 1s, "no"));
    world.spawn(awaits(world, {a, b}));
    CHECK(world.run());
    CHECK(world.notes == Notes{"RuntimeError: no", "a"});
}

TEST_CASE("cancelling who awaits several handles cancels all of them (gh-76865)") {
    World world;
    TaskReference a = world.spawn(sleeper(world, 20s, "a"));
    TaskReference b = world.spawn(sleeper(world, 20s, "b"));
    TaskReference task = world.spawn(awaits(world, {a, b}));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "b cancelled", "CancelledError"});
    CHECK(a->cancelled());
}

TEST_CASE("waiting for the end of tasks does not mind how they end, and cancelling it cancels none of them") {
    World world;
    TaskReference a = world.spawn(sleeper(world, 3s, "a"));
    TaskReference b = world.spawn(failing(world, 1s, "no"));
    TaskReference first = world.spawn(waits(world, {a, b}));
    world.spawn(waits(world, {a, b}));
    world.at(2s, [&] { first->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"CancelledError", "a", "all done"});
    b->mark_retrieved();
}

}  // namespace aiorun::runtime
