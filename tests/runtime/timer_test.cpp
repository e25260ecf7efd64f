#include "runtime/timer.hpp"

#include <map>
#include <memory>
#include <random>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aiorun::runtime;

namespace {

struct NumberedTimer final : Timer {
    explicit NumberedTimer(int value = 0) : number(value) {}
    void run() override {}
    int number;
};

/// Takes what is due, and gives its numbers in order.
std::vector<int> due(Timers& timers, int64_t now) {
    CallbackList ready;
    timers.take_due(Time(now), ready);
    std::vector<int> found;
    while (!ready.empty()) {
        found.push_back(static_cast<NumberedTimer&>(ready.pop_front()).number);
    }
    return found;
}

}  // namespace

TEST_CASE("timers come due in the order of their times") {
    NumberedTimer a(1);
    NumberedTimer b(2);
    NumberedTimer c(3);
    Timers timers;
    CHECK(timers.empty());
    CHECK_FALSE(timers.next());
    timers.set(a, Time(30));
    timers.set(b, Time(10));
    timers.set(c, Time(20));
    CHECK(timers.next() == Time(10));
    CHECK(due(timers, 9).empty());
    CHECK(due(timers, 20) == std::vector{2, 3});
    CHECK(timers.next() == Time(30));
    CHECK(due(timers, 1000) == std::vector{1});
    CHECK(timers.empty());
}

TEST_CASE("timers of one time come due in the order in which they were set") {
    std::vector<std::unique_ptr<NumberedTimer>> all;
    Timers timers;
    NumberedTimer late(-1);
    timers.set(late, Time(100));  // what follows is out of order, so both ways of waiting are used
    std::vector<int> expected;
    for (int i = 0; i < 50; ++i) {
        all.push_back(std::make_unique<NumberedTimer>(i));
        timers.set(*all.back(), Time(i % 2 == 0 ? 50 : 100));
    }
    for (int i = 0; i < 50; i += 2) {
        expected.push_back(i);
    }
    expected.push_back(-1);
    for (int i = 1; i < 50; i += 2) {
        expected.push_back(i);
    }
    CHECK(due(timers, 100) == expected);
}

TEST_CASE("a timer that is set again counts as set last") {
    NumberedTimer a(1);
    NumberedTimer b(2);
    Timers timers;
    timers.set(a, Time(10));
    timers.set(b, Time(10));
    timers.set(a, Time(10));
    CHECK(due(timers, 10) == std::vector{2, 1});
    timers.set(a, Time(30));
    timers.set(b, Time(40));
    timers.set(a, Time(50));
    CHECK(a.when() == Time(50));
    CHECK(timers.next() == Time(40));
}

TEST_CASE("a cancelled timer does not come due") {
    NumberedTimer a(1);
    NumberedTimer b(2);
    NumberedTimer c(3);
    Timers timers;
    timers.set(a, Time(30));
    timers.set(b, Time(10));
    timers.set(c, Time(20));
    timers.cancel(b);
    timers.cancel(b);  // once more changes nothing
    timers.cancel(a);
    CHECK(due(timers, 100) == std::vector{3});
}

TEST_CASE("a timer that is destroyed does not come due, not even from the ready queue") {
    Timers timers;
    CallbackList ready;
    NumberedTimer kept(1);
    {
        NumberedTimer waiting(2);
        NumberedTimer queued(3);
        timers.set(waiting, Time(20));
        timers.set(kept, Time(30));
        timers.set(queued, Time(10));
        timers.take_due(Time(10), ready);
        CHECK_FALSE(ready.empty());
    }
    CHECK(ready.empty());
    CHECK(due(timers, 100) == std::vector{1});
}

TEST_CASE("cancelling a timer that is queued to run takes it out of the queue") {
    Timers timers;
    CallbackList ready;
    NumberedTimer timer(1);
    timers.set(timer, Time(10));
    timers.take_due(Time(10), ready);
    timers.cancel(timer);
    CHECK(ready.empty());
    timers.set(timer, Time(20));
    CHECK(due(timers, 20) == std::vector{1});
}

TEST_CASE("times before now and negative ones are due at once, in their order") {
    NumberedTimer a(1);
    NumberedTimer b(2);
    Timers timers;
    timers.set(a, Time(-5));
    timers.set(b, Time(-10));
    CHECK(due(timers, 0) == std::vector{2, 1});
}

TEST_CASE("a hundred thousand random operations agree with an ordered map") {
    constexpr int count = 500;
    std::mt19937 random(1);  // NOLINT: the same operations in every run
    auto below = [&random](uint32_t bound) { return static_cast<int>(random() % bound); };
    Timers timers;
    std::vector<std::unique_ptr<NumberedTimer>> all;
    for (int i = 0; i < count; ++i) {
        all.push_back(std::make_unique<NumberedTimer>(i));
    }
    // Equal keys of a multimap keep the order in which they came in.
    std::multimap<int64_t, int> model;
    std::vector<std::multimap<int64_t, int>::iterator> places(count, model.end());
    int64_t now = 0;
    auto forget = [&](int i) {
        auto& place = places[static_cast<size_t>(i)];
        if (place != model.end()) {
            model.erase(place);
            place = model.end();
        }
    };
    size_t differences = 0;
    for (int operation = 0; operation < 100'000; ++operation) {
        int i = below(count);
        auto& timer = all[static_cast<size_t>(i)];
        switch (below(8)) {
            case 0:
                timers.cancel(*timer);
                forget(i);
                break;
            case 1:
                timer = std::make_unique<NumberedTimer>(i);
                forget(i);
                break;
            case 2: {
                now += below(40);
                std::vector<int> expected;
                for (auto first = model.begin(); first != model.end() && first->first <= now;
                     first = model.begin()) {
                    expected.push_back(first->second);
                    forget(first->second);
                }
                differences += due(timers, now) == expected ? 0 : 1;
                break;
            }
            default: {
                int64_t when = now + (below(2) == 0 ? 100 : below(200));
                timers.set(*timer, Time(when));
                forget(i);
                places[static_cast<size_t>(i)] = model.emplace(when, i);
            }
        }
        std::optional<Time> next = timers.next();
        bool same = next ? !model.empty() && model.begin()->first == next->count() : model.empty();
        differences += same && timers.empty() == model.empty() ? 0 : 1;
    }
    CHECK(differences == 0);
}
