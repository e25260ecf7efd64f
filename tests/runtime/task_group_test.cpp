#include "runtime/task_group.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

using GroupReference = value::Reference<TaskGroup>;

void note_end(World& world, const Completion& end) {
    world.note("group " + (end.is_raised() ? value::describe(end.error()) : value::to_json(end.value())));
}
Coro<Completion> groups(World& world, std::unique_ptr<BranchSource> source, size_t limit) {
    auto group = value::make_counted<TaskGroup>(world.self());
    Completion end = co_await TaskGroup::run(world.self(), group, std::move(source), limit);
    note_end(world, end);
    co_return end;
}
/// The body form: spawns `children`, does `body`, leaves.
Coro<Completion> body_form(World& world, std::vector<Coro<Completion>> children, Coro<Completion> body) {
    auto group = value::make_counted<TaskGroup>(world.self());
    for (Coro<Completion>& child : children) {
        (void)group->create_task(world.start(std::move(child)));
    }
    Completion end = co_await std::move(body);
    end = co_await group->leave(std::move(end));
    note_end(world, end);
    world.note("requests " + std::to_string(world.self().cancelling()));
    co_return end;
}
template <class... Bodies>
std::vector<Coro<Completion>> listed(Bodies... bodies) {
    std::vector<Coro<Completion>> all;
    (all.push_back(std::move(bodies)), ...);
    return all;
}
Coro<Completion> raises_at(World& world, Duration duration, uint64_t& turn) {
    (void)co_await nap(world, duration);
    turn = world.turn();
    co_return Completion(value::failure("Failed", "no"));
}
Coro<Completion> notes_turn_of_cancel(World& world, std::string name, uint64_t& turn) {
    (void)co_await nap(world, 100s);
    world.note(name + " " + std::to_string(world.turn() - turn));
    co_return Completion::cancelled();
}
Coro<Completion> measures(World& world, uint64_t& turn) {
    auto group = value::make_counted<TaskGroup>(world.self());
    (void)group->create_task(world.start(raises_at(world, 1s, turn)));
    (void)group->create_task(world.start(notes_turn_of_cancel(world, "sibling", turn)));
    Completion end = co_await notes_turn_of_cancel(world, "body", turn);
    end = co_await group->leave(std::move(end));
    world.note("group " + std::to_string(world.turn() - turn));
    co_return Value();
}

}  // namespace

TEST_CASE("a task group gives the results in order, and null for a branch that was cancelled") {
    World world;
    world.spawn(groups(
        world, branches(world, sleeper(world, 2s, "a"), sleeper(world, 1s, "b"), sleeper(world, 9s, "c")),
        unlimited));
    world.at(3s, [&] { world.loop.tasks().back().cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "a", "c cancelled", R"(group ["a","b",null])"});
}

TEST_CASE("a failure cancels the siblings and the body two turns later, and the group raises after four") {
    World world;
    uint64_t turn = 0;
    world.spawn(measures(world, turn));
    CHECK(world.run());
    CHECK(world.notes == Notes{"sibling 2", "body 2", "group 4"});
}

TEST_CASE("a group's errors come in the order in which they happened") {
    World world;
    TaskReference task = world.spawn(groups(
        world,
        branches(world, sleeper(world, 9s, "a"), failing(world, 1s, "first"), failing(world, 1s, "second")),
        unlimited));
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled",
                               "group ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: first, "
                               "RuntimeError: second]"});
    task->mark_retrieved();
}

TEST_CASE("an error of the body stands after those of the tasks") {
    World world;
    TaskReference task =
        world.spawn(body_form(world, listed(failing(world, 2s, "child")), [](World& w) -> Coro<Completion> {
            (void)co_await nap(w, 0s);  // lets the child be the first of the two to fall asleep
            (void)co_await nap(w, 0s);
            if (co_await nap(w, 2s) == Wakeup::cancelled) {
                co_return Completion::cancelled();
            }
            co_return Completion(value::failure("Body", "no"));
        }(world)));
    CHECK(world.run());
    CHECK(world.notes[0] ==
          "group ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: child, Body: no]");
    task->mark_retrieved();
}

TEST_CASE("a group waits for tasks that take their time to end") {
    World world;
    TaskReference task = world.spawn(
        groups(world, branches(world, stubborn(world, 100s, 5s, "a"), failing(world, 1s, "no")), unlimited));
    CHECK(world.run());
    CHECK(world.loop.now() == 6s);
    task->mark_retrieved();
}

TEST_CASE("cancelling the parent cancels the tasks, awaits them and stays a cancellation") {
    World world;
    TaskReference task =
        world.spawn(body_form(world, listed(stubborn(world, 100s, 5s, "a")), sleeper(world, 100s, "body")));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"body cancelled", "a cleans up", "a", "group CancelledError", "requests 1"});
    CHECK(task->cancelled());
}

TEST_CASE(
    "a cancellation of the parent that comes with a failure is delivered again after the group (gh-116720)") {
    World world;
    TaskReference task =
        world.spawn(body_form(world, listed(failing(world, 1s, "no")), sleeper(world, 100s, "body")));
    world.spawn([](World& w, TaskReference other) -> Coro<Completion> {
        (void)co_await nap(w, 0s);
        (void)co_await nap(w, 1s);  // runs right after the failure, before the group hears of it
        other->cancel();
        co_return Value();
    }(world, task));
    CHECK(world.run());
    CHECK(world.notes == Notes{"body cancelled",
                               "group ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: no]",
                               "requests 1"});
    task->mark_retrieved();
}

TEST_CASE("the request that a failing group makes of its parent is taken back") {
    World world;
    TaskReference task =
        world.spawn(body_form(world, listed(failing(world, 1s, "no")), sleeper(world, 100s, "body")));
    CHECK(world.run());
    CHECK(world.notes.back() == "requests 0");
    CHECK(task->failed());
    task->mark_retrieved();
}

TEST_CASE("a group that is shutting down or finished takes no more tasks") {
    World world;
    world.spawn([](World& w) -> Coro<Completion> {
        auto group = value::make_counted<TaskGroup>(w.self());
        CHECK_FALSE(group->refusal().has_value());
        (void)group->create_task(w.start(failing(w, 1s, "no")));
        (void)co_await nap(w, 100s);
        CHECK(group->refusal() == "the task_group is shutting down");
        (void)co_await group->leave(Completion::cancelled());
        CHECK(group->refusal() == "the task_group is finished");
        co_return Value();
    }(world));
    CHECK(world.run());
}

TEST_CASE("with a limit a failure starts no more branches") {
    World world;
    TaskReference task = world.spawn(groups(
        world, branches(world, sleeper(world, 1s, "a"), failing(world, 1s, "no"), sleeper(world, 1s, "b")),
        1));
    CHECK(world.run());
    CHECK(world.notes ==
          Notes{"a", "group ExceptionGroup: unhandled errors in a TaskGroup [RuntimeError: no]"});
    CHECK(world.bodies == 0);
    task->mark_retrieved();
}

TEST_CASE("a parent that is cancelled before it leaves the group cancels what it has just made") {
    World world;
    TaskReference task = world.spawn(
        groups(world, branches(world, sleeper(world, 10s, "a"), sleeper(world, 10s, "b")), unlimited));
    world.at(0s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes.back() == "group CancelledError");
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
