// Cancelling very many waiters must cost each of them the same, however many there are.
#include <algorithm>
#include <ctime>

#include "runtime/event.hpp"
#include "runtime/lock.hpp"
#include "runtime/queue.hpp"
#include "runtime/semaphore.hpp"
#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

constexpr size_t few = 5'000;
/// Linear cost gives 4; what is quadratic gives 16.
constexpr double largest_ratio = 10;

/// Seconds of CPU: other programs run too.
double cpu_time() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Seconds of CPU that it takes to cancel `count` tasks that `wait` made, and to run them to their ends.
template <class Wait>
double cost(size_t count, Wait wait) {
    World world;
    std::vector<TaskReference> tasks;
    for (size_t i = 0; i < count; ++i) {
        tasks.push_back(world.spawn(wait(world)));
    }
    (void)world.run();
    double begin = cpu_time();
    for (const TaskReference& task : tasks) {
        task->cancel();
    }
    CHECK(world.run());
    return cpu_time() - begin;
}
/// The smallest of three, since what else runs takes caches away.
template <class Wait>
double ratio(Wait wait) {
    double small = cost(few, wait);
    double large = cost(4 * few, wait);
    for (int i = 0; i < 2; ++i) {
        small = std::min(small, cost(few, wait));
        large = std::min(large, cost(4 * few, wait));
    }
    return large / small;
}
Coro<Completion> as_completion(Coro<Wakeup> wait) {
    co_return co_await std::move(wait) == Wakeup::cancelled ? Completion::cancelled() : Completion();
}

Coro<Completion> locks(World& world, Lock& lock) {
    co_return co_await as_completion(lock.acquire(world.self()));
}
Coro<Completion> enters(World& world, Semaphore& semaphore) {
    co_return co_await as_completion(semaphore.acquire(world.self()));
}
Coro<Completion> waits(World& world, Event& event) {
    co_return co_await as_completion(event.wait(world.self()));
}
Coro<Completion> gets(World& world, Queue& queue) {
    co_return co_await queue.get(world.self());
}

}  // namespace

TEST_CASE("cancelling the waiters of a lock costs as much for each, however many there are") {
    Lock lock("l");
    World other;
    TaskReference holder = other.spawn(sleeper(other, 0s, "holder"));
    (void)lock.try_acquire(*holder);
    CHECK(ratio([&](World& world) { return locks(world, lock); }) < largest_ratio);
}

TEST_CASE("cancelling the waiters of a semaphore costs as much for each, however many there are") {
    Semaphore semaphore("s", 0, Semaphore::Bound::unbounded);
    CHECK(ratio([&](World& world) { return enters(world, semaphore); }) < largest_ratio);
}

TEST_CASE("cancelling the waiters of an event costs as much for each, however many there are") {
    Event event("e");
    CHECK(ratio([&](World& world) { return waits(world, event); }) < largest_ratio);
}

TEST_CASE("cancelling the getters of a queue costs as much for each, however many there are") {
    Queue queue("q", Queue::Order::fifo, 0);
    CHECK(ratio([&](World& world) { return gets(world, queue); }) < largest_ratio);
}

}  // namespace aiorun::runtime
