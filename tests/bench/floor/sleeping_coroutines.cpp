// floor_sleeping_coroutines COUNT: so many coroutines that sleep 1 s at the same time, on a loop of twenty lines: a heap of
// timers, and resuming what is due. What branches cost with no tasks, names, results or cancellation around them.
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Timer {
    Clock::time_point when;
    unsigned long number;
    std::coroutine_handle<> sleeper;
    bool operator>(const Timer& other) const {
        return when != other.when ? when > other.when : number > other.number;
    }
};

class Loop {
  public:
    void sleep(std::coroutine_handle<> sleeper) {
        timers_.push({Clock::now() + std::chrono::seconds(1), number_++, sleeper});
    }
    void run() {
        while (!timers_.empty()) {
            Timer next = timers_.top();
            if (next.when > Clock::now()) {
                std::this_thread::sleep_until(next.when);
            }
            timers_.pop();
            next.sleeper.resume();
        }
    }

  private:
    std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
    unsigned long number_ = 0;
};

struct Branch {
    struct promise_type {
        Branch get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };
};

struct Sleep {
    Loop& loop;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> sleeper) const { loop.sleep(sleeper); }
    void await_resume() const {}
};

Branch branch(Loop& loop, long& ended) {
    co_await Sleep{loop};
    ++ended;
}

}  // namespace

int main(int count, char** arguments) {
    long branches = count > 1 ? std::atol(arguments[1]) : 1'000'000;
    Loop loop;
    long ended = 0;
    for (long i = 0; i < branches; ++i) {
        branch(loop, ended);
    }
    loop.run();
    std::printf("%ld branches\n", ended);
    return ended == branches ? 0 : 1;
}
