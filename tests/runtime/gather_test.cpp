#include "runtime/gather.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

Coro<Completion> gathers(World& world, std::unique_ptr<BranchSource> source, size_t limit,
                         Failures failures) {
    Completion end = co_await Gather::run(world.self(), std::move(source), limit, {failures, Results::kept});
    world.note("gather " + (end.is_raised() ? value::describe(end.error())
                                            : std::to_string(end.value().as_list().size())));
    co_return end;
}
Coro<Completion> marks_turn(World& world, Duration duration, uint64_t& turn) {
    (void)co_await nap(world, duration);
    turn = world.turn();
    co_return Value();
}
Coro<Completion> measures(World& world, std::unique_ptr<BranchSource> source, uint64_t& last) {
    (void)co_await Gather::run(world.self(), std::move(source), unlimited, {Failures::raised, Results::kept});
    world.note(std::to_string(world.turn() - last));
    co_return Value();
}

}  // namespace

TEST_CASE("gather gives the results in the order of the branches") {
    World world;
    TaskReference task =
        world.spawn(gathers(world, branches(world, sleeper(world, 2s, "a"), sleeper(world, 1s, "b")),
                            unlimited, Failures::raised));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "a", "gather 2"});
    CHECK(value::to_json(task->result()) == R"(["a","b"])");
}

TEST_CASE("gather of nothing gives an empty list without giving up the turn") {
    World world;
    TaskReference task = world.spawn(gathers(world, branches(world), unlimited, Failures::raised));
    CHECK(world.run());
    CHECK(value::to_json(task->result()) == "[]");
}

TEST_CASE("gather goes on two turns after the end of its last branch") {
    World world;
    uint64_t last = 0;
    world.spawn(
        measures(world, branches(world, marks_turn(world, 1s, last), marks_turn(world, 2s, last)), last));
    CHECK(world.run());
    CHECK(world.notes == Notes{"2"});
}

TEST_CASE("the first error of a gather comes at once, and the other branches run on") {
    World world;
    TaskReference task = world.spawn(gathers(
        world, branches(world, sleeper(world, 2s, "a"), failing(world, 1s, "no"), failing(world, 3s, "late")),
        unlimited, Failures::raised));
    CHECK(world.run());
    CHECK(world.notes == Notes{"gather RuntimeError: no", "a"});
    task->mark_retrieved();
    task = nullptr;
    CHECK(world.loop.forgotten().empty());
}

TEST_CASE("with errors returned, gather gives them in their places") {
    World world;
    TaskReference task =
        world.spawn(gathers(world, branches(world, failing(world, 1s, "no"), sleeper(world, 2s, "a")),
                            unlimited, Failures::returned));
    CHECK(world.run());
    CHECK(task->result().as_list()[0].is_failure());
    CHECK(task->result().as_list()[1] == Value("a"));
}

TEST_CASE("cancelling a gather cancels its branches, and it ends when they have ended") {
    World world;
    TaskReference task =
        world.spawn(gathers(world, branches(world, stubborn(world, 10s, 3s, "a"), sleeper(world, 10s, "b")),
                            unlimited, Failures::returned));
    world.at(1s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cleans up", "b cancelled", "a", "gather CancelledError"});
    CHECK(world.loop.now() == 4s);
}

TEST_CASE("with a limit no more branches than that are alive, started in order as others end") {
    World world;
    world.spawn(gathers(world,
                        branches(world, sleeper(world, 2s, "a"), sleeper(world, 1s, "b"),
                                 sleeper(world, 2s, "c"), sleeper(world, 1s, "d")),
                        2, Failures::raised));
    CHECK(world.run());
    CHECK(world.notes == Notes{"b", "a", "c", "d", "gather 4"});
    CHECK(world.loop.now() == 3s);
}

TEST_CASE("after a failure gather goes on to start branches, after a cancellation it does not") {
    World world;
    TaskReference failed = world.spawn(gathers(
        world, branches(world, failing(world, 1s, "no"), sleeper(world, 1s, "a"), sleeper(world, 1s, "b")), 1,
        Failures::raised));
    CHECK(world.run());
    CHECK(world.notes == Notes{"gather RuntimeError: no", "a", "b"});
    failed->mark_retrieved();
    TaskReference cancelled = world.spawn(gathers(
        world, branches(world, sleeper(world, 10s, "c"), sleeper(world, 10s, "d")), 1, Failures::raised));
    world.at(1s, [&] { cancelled->cancel(); });
    CHECK(world.run());
    CHECK(world.notes.back() == "gather CancelledError");
    CHECK(world.bodies == 0);
}

TEST_CASE("a gather that is abandoned with its branches leaves nothing behind") {
    World world;
    world.spawn(gathers(world, branches(world, sleeper(world, 10s, "a"), sleeper(world, 20s, "b")), 1,
                        Failures::raised));
    world.at(1s, [&] { world.loop.stop(); });
    (void)world.loop.run();
    world.abandon_all();
    CHECK(world.bodies == 0);
}

TEST_CASE("a gather whose results are dropped gives null, and errors all the same") {
    auto run = [](std::unique_ptr<BranchSource> source, World& world) -> Coro<Completion> {
        co_return co_await Gather::run(world.self(), std::move(source), unlimited, {Failures::raised, Results::dropped});
    };
    World world;
    TaskReference good = world.spawn(run(branches(world, sleeper(world, 1s, "a"), sleeper(world, 2s, "b")), world));
    TaskReference bad = world.spawn(run(branches(world, failing(world, 1s, "x")), world));
    CHECK(world.run());
    CHECK(good->result().is_null());
    CHECK(bad->failed());
    bad->mark_retrieved();
}

TEST_CASE("the task that gathers is the parent of each branch, of those too that start later") {
    World world;
    std::vector<uint64_t> parents;
    auto tells = [](World& inner, std::vector<uint64_t>& to) -> Coro<Completion> {
        to.push_back(inner.self().parent_id());
        (void)co_await nap(inner, 1s);
        co_return Value();
    };
    TaskReference task = world.spawn(gathers(
        world, branches(world, tells(world, parents), tells(world, parents), tells(world, parents)), 1, Failures::raised));
    CHECK(world.run());
    CHECK(parents == std::vector<uint64_t>(3, task->id()));
}

}  // namespace aiorun::runtime
