#include "runtime/queue.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {
namespace {

std::string shown(const Completion& end) {
    return end.is_raised() ? end.error().type : value::to_text(end.value());
}
Coro<Completion> getter(World& world, Queue& queue, std::string name) {
    Completion end = co_await queue.get(world.self());
    world.note(name + " got " + shown(end));
    co_return end.is_cancelled() ? Completion::cancelled() : Completion();
}
Coro<Completion> putter(World& world, Queue& queue, std::string item) {
    Completion end = co_await queue.put(world.self(), {Value(item), Value(0)});
    world.note("put " + item + (end.is_raised() ? " " + shown(end) : ""));
    co_return end.is_cancelled() ? Completion::cancelled() : Completion();
}
Coro<Completion> joiner(World& world, Queue& queue) {
    Wakeup wakeup = co_await queue.join(world.self());
    world.note(wakeup == Wakeup::cancelled ? "join cancelled" : "joined");
    co_return Value();
}
void put(Queue& queue, Value item, Value priority = Value(0)) {
    CHECK(queue.put_nowait({std::move(item), std::move(priority)}).is_normal());
}
std::string drain(Queue& queue) {
    std::string all;
    while (queue.size() > 0) {
        all += shown(queue.get_nowait());
    }
    return all;
}

}  // namespace

TEST_CASE("a queue gives first what came first, a stack what came last") {
    Queue fifo("q", Queue::Order::fifo, 0);
    Queue lifo("q", Queue::Order::lifo, 0);
    for (const char* item : {"a", "b", "c"}) {
        put(fifo, item);
        put(lifo, item);
    }
    CHECK(drain(fifo) == "abc");
    CHECK(drain(lifo) == "cba");
}

TEST_CASE("a priority queue gives the lowest priority first, and equal ones in order of entry") {
    Queue queue("q", Queue::Order::priority, 0);
    put(queue, "d", Value(2));
    put(queue, "b", Value(1));
    put(queue, "a", Value(0.5));
    put(queue, "c", Value(1.0));
    put(queue, "e", Value(2));
    CHECK(drain(queue) == "abcde");
}

TEST_CASE("priorities that differ beyond a double's precision keep their order") {
    Queue queue("q", Queue::Order::priority, 0);
    put(queue, "b", Value(int64_t{9007199254740993}));
    put(queue, "a", Value(int64_t{9007199254740992}));
    CHECK(drain(queue) == "ab");
}

TEST_CASE("an empty queue lets getters wait in order, a full one putters") {
    World world;
    Queue queue("q", Queue::Order::fifo, 1);
    world.spawn(getter(world, queue, "a"));
    world.spawn(getter(world, queue, "b"));
    for (const char* item : {"1", "2", "3", "4"}) {
        world.spawn(putter(world, queue, item));
    }
    CHECK_FALSE(world.run());
    CHECK(world.notes == Notes{"put 1", "a got 1", "put 2", "b got 2", "put 3"});
}

TEST_CASE("a get or a put that need not wait does not give up the turn") {
    World world;
    Queue queue("q", Queue::Order::fifo, 2);
    world.spawn([](World& w, Queue& q) -> Coro<Completion> {
        uint64_t turn = w.turn();
        (void)co_await q.put(w.self(), {Value(1), Value(0)});
        (void)co_await q.get(w.self());
        w.note(std::to_string(w.turn() - turn));
        co_return Value();
    }(world, queue));
    CHECK(world.run());
    CHECK(world.notes == Notes{"0"});
}

TEST_CASE("put and get without waiting fail on a full and on an empty queue") {
    Queue queue("q", Queue::Order::fifo, 1);
    CHECK(shown(queue.get_nowait()) == "QueueEmpty");
    put(queue, 1);
    CHECK(shown(queue.put_nowait({Value(2), Value(0)})) == "QueueFull");
}

TEST_CASE("a getter that is woken and cancelled in the same turn passes its item on (bpo-23812)") {
    World world;
    Queue queue("q", Queue::Order::fifo, 0);
    TaskReference a = world.spawn(getter(world, queue, "a"));
    world.spawn(getter(world, queue, "b"));
    world.at(1s, [&] {
        put(queue, "x");
        a->cancel();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a got CancelledError", "b got x"});
}

TEST_CASE("a putter that is woken and cancelled in the same turn passes its place on (bpo-23812)") {
    World world;
    Queue queue("q", Queue::Order::fifo, 1);
    put(queue, "0");
    TaskReference a = world.spawn(putter(world, queue, "a"));
    world.spawn(putter(world, queue, "b"));
    world.at(1s, [&] {
        (void)queue.get_nowait();
        a->cancel();
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"put a CancelledError", "put b"});
}

TEST_CASE("cancelled getters and putters leave the queue's order as it is") {
    World world;
    Queue queue("q", Queue::Order::fifo, 0);
    TaskReference early = world.spawn(getter(world, queue, "early"));
    early->cancel();
    TaskReference a = world.spawn(getter(world, queue, "a"));
    world.spawn(getter(world, queue, "b"));
    world.at(1s, [&] { a->cancel(); });
    world.at(2s, [&] { put(queue, "x"); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a got CancelledError", "b got x"});
    CHECK(early->cancelled());
}

TEST_CASE("join waits until every item was marked as done") {
    World world;
    Queue queue("q", Queue::Order::fifo, 0);
    put(queue, 1);
    put(queue, 2);
    world.spawn(joiner(world, queue));
    world.at(1s, [&] { CHECK(queue.task_done().is_normal()); });
    world.at(2s, [&] {
        CHECK(world.notes.empty());
        CHECK(queue.task_done().is_normal());
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"joined"});
}

TEST_CASE("marking more items as done than there were is a ValueError") {
    Queue queue("q", Queue::Order::fifo, 0);
    CHECK(shown(queue.task_done()) == "ValueError");
}

TEST_CASE("a shut down queue gives what it holds and takes nothing more") {
    World world;
    Queue queue("q", Queue::Order::fifo, 0);
    put(queue, "x");
    queue.shutdown(Queue::Shutdown::orderly);
    CHECK(shown(queue.put_nowait({Value(1), Value(0)})) == "QueueShutDown");
    CHECK(shown(queue.get_nowait()) == "x");
    CHECK(shown(queue.get_nowait()) == "QueueShutDown");
}

TEST_CASE("an immediate shutdown drops what the queue holds and ends the join") {
    World world;
    Queue queue("q", Queue::Order::priority, 0);
    put(queue, 1);
    put(queue, 2);
    world.spawn(joiner(world, queue));
    world.at(1s, [&] { queue.shutdown(Queue::Shutdown::immediate); });
    CHECK(world.run());
    CHECK(world.notes == Notes{"joined"});
    CHECK(queue.size() == 0);
}

TEST_CASE("a shutdown ends all waits for the queue") {
    World world;
    Queue empty("q", Queue::Order::fifo, 0);
    Queue full("q", Queue::Order::fifo, 1);
    put(full, 0);
    world.spawn(getter(world, empty, "a"));
    world.spawn(getter(world, empty, "b"));
    world.spawn(putter(world, full, "c"));
    world.at(1s, [&] {
        empty.shutdown(Queue::Shutdown::orderly);
        full.shutdown(Queue::Shutdown::orderly);
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a got QueueShutDown", "b got QueueShutDown", "put c QueueShutDown"});
}

TEST_CASE("who waits for a queue says whether for an item or for room") {
    World world;
    Queue queue("q", Queue::Order::fifo, 1);
    TaskReference task = world.spawn(getter(world, queue, "a"));
    CHECK_FALSE(world.run());
    CHECK(task->waiting_for()->describe().what == "an item of queue q");
}

TEST_CASE("who joins a queue is said to wait for its items to be done") {
    Queue queue("q", Queue::Order::fifo, 0);
    World world;
    TaskReference task = world.spawn([](World& inner, Queue& joined) -> Coro<Completion> {
        (void)joined.put_nowait({Value(1), Value()});
        (void)co_await joined.join(inner.self());
        co_return Completion();
    }(world, queue));
    CHECK_FALSE(world.run());
    CHECK(task->waiting_for()->describe().what == "all items to be done of queue q");
}

}  // namespace aiorun::runtime
