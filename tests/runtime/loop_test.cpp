#include "runtime/loop.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "runtime/task.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun::runtime;
using namespace std::chrono_literals;

namespace {

struct Action final : Callback {
    explicit Action(std::function<void()> function) : act(std::move(function)) {}
    void run() override { act(); }
    std::function<void()> act;
};

struct TimedAction final : Timer {
    explicit TimedAction(std::function<void()> function) : act(std::move(function)) {}
    void run() override { act(); }
    std::function<void()> act;
};

struct IoAction final : IoHandler {
    explicit IoAction(std::function<void()> function) : act(std::move(function)) {}
    void on_io(uint32_t) override { act(); }
    std::function<void()> act;
};

/// A pipe with a byte in it: always ready to be read.
struct FullPipe {
    FullPipe() {
        REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        REQUIRE(write(ends[1], "x", 1) == 1);
    }
    ~FullPipe() {
        close(ends[0]);
        close(ends[1]);
    }
    FullPipe(const FullPipe&) = delete;
    FullPipe& operator=(const FullPipe&) = delete;
    std::array<int, 2> ends{};
};

}  // namespace

TEST_CASE("callbacks run in the order in which they were queued") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    Action a([&] { order += 'a'; });
    Action b([&] { order += 'b'; });
    Action c([&] {
        order += 'c';
        loop.stop();
    });
    loop.call_soon(b);
    loop.call_soon(a);
    loop.call_soon(c);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "bac");
}

TEST_CASE("what is queued while a turn runs, runs in the next turn") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    Action second([&] {
        order += "2";
        loop.stop();
    });
    Action first([&] {
        order += "1";
        loop.call_soon(second);
    });
    Action other([&] { order += "o"; });
    loop.call_soon(first);
    loop.call_soon(other);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "1o2");
}

TEST_CASE(
    "the turn in which the loop is stopped is completed, and what it queued runs when the loop runs again") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    Action later([&] {
        order += "l";
        loop.stop();
    });
    Action stopping([&] {
        order += "s";
        loop.stop();
        loop.call_soon(later);
    });
    Action other([&] { order += "o"; });
    loop.call_soon(stopping);
    loop.call_soon(other);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "so");
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "sol");
}

TEST_CASE("a callback that is destroyed or taken out does not run, not even in the turn that has begun") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    auto destroyed = std::make_unique<Action>([&] { order += "d"; });
    Action taken([&] { order += "t"; });
    Action first([&] {
        order += "1";
        destroyed.reset();
        taken.unlink();
    });
    Action last([&] {
        order += "l";
        loop.stop();
    });
    loop.call_soon(first);
    loop.call_soon(*destroyed);
    loop.call_soon(taken);
    loop.call_soon(last);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "1l");
}

TEST_CASE("timers that are due are queued behind what was ready") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    TimedAction timer([&] { order += "t"; });
    Action ready([&] { order += "r"; });
    Action next([&] {
        order += "n";
        loop.stop();
    });
    loop.set_timer(timer, 0ns);
    loop.call_soon(ready);
    TimedAction second([&] { loop.call_soon(next); });
    loop.set_timer(second, 0ns);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "rtn");
}

TEST_CASE("a timer that is set for now while a turn runs, runs in the next turn") {
    VirtualClock clock;
    Loop loop(clock);
    std::string order;
    TimedAction timer([&] {
        order += "t";
        loop.stop();
    });
    Action first([&] {
        order += "1";
        loop.set_timer(timer, loop.now());
    });
    Action second([&] { order += "2"; });
    loop.call_soon(first);
    loop.call_soon(second);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "12t");
}

TEST_CASE("the virtual clock jumps to the next timer, and only when nothing is ready") {
    VirtualClock clock;
    Loop loop(clock);
    std::vector<Time> times;
    TimedAction late([&] {
        times.push_back(loop.now());
        loop.stop();
    });
    TimedAction early([&] { times.push_back(loop.now()); });
    int turns = 0;
    Action busy([&] {
        times.push_back(loop.now());
        if (++turns < 3) {
            loop.call_soon(busy);
        }
    });
    loop.set_timer(late, 24h);
    loop.set_timer(early, 1500ms);
    loop.call_soon(busy);
    auto begin = std::chrono::steady_clock::now();
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(std::chrono::steady_clock::now() - begin < 1h);
    CHECK(times == std::vector<Time>{0ns, 0ns, 0ns, 1500ms, 24h});
}

TEST_CASE("a monotonic clock waits until the time has come") {
    MonotonicClock clock;
    Loop loop(clock);
    Time rang{0};
    TimedAction timer([&] {
        rang = loop.now();
        loop.stop();
    });
    Time when = loop.now() + 3ms;
    loop.set_timer(timer, when);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(rang >= when);
}

TEST_CASE("an idle loop without timers and operations is a deadlock") {
    VirtualClock clock;
    Loop loop(clock);
    CHECK(loop.run() == LoopEnd::deadlock);
    bool ran = false;
    TimedAction timer([&] { ran = true; });
    loop.set_timer(timer, 1s);
    CHECK(loop.run() == LoopEnd::deadlock);  // after the timer
    CHECK(ran);
    Action action([&] { ran = false; });
    loop.call_soon(action);
    CHECK(loop.run() == LoopEnd::deadlock);
    CHECK_FALSE(ran);
}

TEST_CASE("a timer that was cancelled does not put off a deadlock") {
    VirtualClock clock;
    Loop loop(clock);
    TimedAction timer([] {});
    loop.set_timer(timer, 1h);
    loop.cancel_timer(timer);
    CHECK(loop.run() == LoopEnd::deadlock);
    CHECK(loop.now() == 0ns);
}

TEST_CASE("a descriptor that is only watched does not put off a deadlock, an operation does") {
    MonotonicClock clock;
    Loop loop(clock);
    FullPipe pipe;
    int calls = 0;
    IoAction handler([&] {
        if (++calls == 2) {
            loop.operation_ended();
        }
    });
    REQUIRE(loop.reactor().add(pipe.ends[0], EPOLLIN, handler));
    CHECK(loop.run() == LoopEnd::deadlock);
    CHECK(calls == 0);
    loop.operation_started();
    CHECK(loop.run() == LoopEnd::deadlock);
    CHECK(calls == 2);
    loop.reactor().remove(pipe.ends[0], handler);
}

TEST_CASE("a loop that is never idle polls in every turn all the same, as long as an operation is in flight") {
    VirtualClock clock;
    Loop loop(clock);
    FullPipe pipe;
    std::string order;
    IoAction handler([&] { order += "i"; });
    REQUIRE(loop.reactor().add(pipe.ends[0], EPOLLIN, handler));
    loop.operation_started();
    Action busy([&] {
        order += "b";
        if (order.size() < 6) {
            loop.call_soon(busy);
        } else {
            loop.stop();
        }
    });
    loop.call_soon(busy);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "ibibib");
    loop.reactor().remove(pipe.ends[0], handler);
}

TEST_CASE("without an operation a loop that is never idle still sees what it watches within some turns") {
    VirtualClock clock;
    Loop loop(clock);
    FullPipe pipe;
    bool seen = false;
    IoAction handler([&] { seen = true; });
    REQUIRE(loop.reactor().add(pipe.ends[0], EPOLLIN, handler));
    uint64_t turns = 0;
    Action busy([&] {
        if (!seen && ++turns < 1000) {
            loop.call_soon(busy);
        } else {
            loop.stop();
        }
    });
    loop.call_soon(busy);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(seen);
    CHECK(turns <= 64);
    loop.reactor().remove(pipe.ends[0], handler);
}

TEST_CASE("what I/O makes ready runs before timers that are due, behind what was ready") {
    VirtualClock clock;
    Loop loop(clock);
    FullPipe pipe;
    std::string order;
    Action woken([&] {
        order += "w";
        loop.stop();
    });
    IoAction handler([&] {
        if (!woken.is_linked()) {
            loop.call_soon(woken);
        }
    });
    TimedAction timer([&] { order += "t"; });
    Action ready([&] { order += "r"; });
    REQUIRE(loop.reactor().add(pipe.ends[0], EPOLLIN, handler));
    loop.operation_started();
    loop.set_timer(timer, 0ns);
    loop.call_soon(ready);
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(order == "rwt");
    loop.reactor().remove(pipe.ends[0], handler);
}

/// Takes the last one of those that are tied.
class LastFirst final : public TieBreaker {
  public:
    [[nodiscard]] size_t pick(size_t count) override {
        counts.push_back(count);
        return count - 1;
    }
    std::vector<size_t> counts;
};

TEST_CASE("a tie-breaker orders timers of one instant, and no others") {
    VirtualClock clock;
    Loop loop(clock);
    LastFirst tie_breaker;
    loop.set_tie_breaker(&tie_breaker);
    std::string order;
    TimedAction a([&] { order += "a"; });
    TimedAction b([&] { order += "b"; });
    TimedAction c([&] { order += "c"; });
    TimedAction later([&] { order += "l"; });
    loop.set_timer(a, 1ns);
    loop.set_timer(b, 1ns);
    loop.set_timer(c, 1ns);
    loop.set_timer(later, 2ns);
    CHECK(loop.run() == LoopEnd::deadlock);
    CHECK(order == "cbal");
    CHECK(tie_breaker.counts == std::vector<size_t>{3, 2});
}

TEST_CASE("virtual time passes as real time while an operation is in flight") {
    VirtualClock clock;
    Loop loop(clock);
    FullPipe pipe;
    Time seen{-1};
    IoAction handler([&] {
        loop.operation_ended();
        loop.stop();
    });
    REQUIRE(loop.reactor().add(pipe.ends[0], EPOLLIN, handler));
    TimedAction timer([&] { seen = loop.now(); });
    loop.set_timer(timer, 1000h);
    loop.operation_started();
    auto begin = std::chrono::steady_clock::now();
    CHECK(loop.run() == LoopEnd::stopped);
    CHECK(loop.now() <= std::chrono::steady_clock::now() - begin);
    CHECK(seen == Time(-1));  // not skipped to
    loop.reactor().remove(pipe.ends[0], handler);
}
