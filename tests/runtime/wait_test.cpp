#include "runtime/wait.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

/// Where a test finds the wait that it wants to wake.
struct Place {
    Waiter* wait = nullptr;
};
class PlainWait final : public Waiter {
  public:
    PlainWait(Task& task, Place& place) : Waiter(task), place_(place) { place.wait = this; }
    ~PlainWait() { place_.wait = nullptr; }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::other, "the test"}; }

  private:
    Place& place_;
};

const char* word(Waiter::State state) {
    return state == Waiter::State::woken       ? "woken"
           : state == Waiter::State::cancelled ? "cancelled"
                                               : "pending";
}

Coro<Completion> waiting(World& world, Place& place) {
    PlainWait wait(world.self(), place);
    Wakeup wakeup = co_await wait;
    world.note(std::string(wakeup == Wakeup::normal ? "normal, " : "cancelled, ") + word(wait.state()));
    co_return Value();
}
Coro<Completion> yields(World& world, int count) {
    for (int i = 0; i < count; ++i) {
        uint64_t turn = world.turn();
        Wakeup wakeup = co_await Yield(world.self());
        world.note((wakeup == Wakeup::normal ? "after " : "cancelled after ") +
                   std::to_string(world.turn() - turn));
    }
    co_return Value();
}

}  // namespace

TEST_CASE("waking schedules the task for the next turn and never runs it inline") {
    World world;
    Place place;
    world.spawn(waiting(world, place));
    world.at(1s, [&] {
        uint64_t turn = world.turn();
        place.wait->wake();
        CHECK(world.notes.empty());
        world.at(0s, [&world, turn] { world.note("next " + std::to_string(world.turn() - turn)); });
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"normal, woken", "next 1"});
}

TEST_CASE("a wait that is over is not woken or cancelled again") {
    World world;
    Place place;
    world.spawn(waiting(world, place));
    world.at(1s, [&] {
        place.wait->wake();
        place.wait->wake();
        CHECK_FALSE(place.wait->cancel());
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"normal, woken"});
}

TEST_CASE("a task that was woken and then cancelled sees the cancellation and knows that it was woken") {
    World world;
    Place place;
    TaskReference task = world.spawn(waiting(world, place));
    world.at(1s, [&] {
        place.wait->wake();
        CHECK(task->cancel());
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"cancelled, woken"});
}

TEST_CASE("a task that was cancelled and then woken sees the cancellation alone") {
    World world;
    Place place;
    TaskReference task = world.spawn(waiting(world, place));
    world.at(1s, [&] {
        task->cancel();
        place.wait->wake();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"cancelled, cancelled"});
}

TEST_CASE("a yield gives the others exactly one turn, also when it is cancelled") {
    World world;
    TaskReference task = world.spawn(yields(world, 3));
    world.at(0s, [&] { task->cancel(); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"cancelled after 1", "after 1", "after 1"});
}

TEST_CASE("a wait is over with its task: a task that is abandoned leaves no trace where it waited") {
    World world;
    Place place;
    TaskReference task = world.spawn(waiting(world, place));
    world.at(1s, [&] {
        task->abandon();
        CHECK(place.wait == nullptr);
    });
    CHECK(world.run());
    CHECK(world.bodies == 0);
}

}  // namespace aiorun::runtime
