// World: a loop on the virtual clock for tests of the runtime, with tasks that are easily made, and a list of
// notes of what happened when.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/branch_source.hpp"
#include "runtime/sleep.hpp"
#include "runtime/task.hpp"

namespace aiorun::runtime {

using Notes = std::vector<std::string>;

class World {
  public:
    World() = default;
    World(const World&) = delete;
    ~World() { abandon_all(); }

    VirtualClock clock{};
    Loop loop{clock};
    Notes notes{};
    size_t bodies = 0;  ///< that have not ended or been dropped

    [[nodiscard]] Task& self() const { return *loop.current(); }
    [[nodiscard]] uint64_t turn() const { return loop.turn(); }
    void note(std::string text) { notes.push_back(std::move(text)); }

    [[nodiscard]] TaskStart start(Coro<Completion> body, std::string name = {}) {
        return {std::move(body), value::make_counted<Life>(bodies), nullptr, std::move(name)};
    }
    TaskReference spawn(Coro<Completion> body, std::string name = {}) {
        return Task::create(loop, start(std::move(body), std::move(name)));
    }
    /// Runs until nothing can happen any more; true when no task is left waiting.
    bool run() {
        (void)loop.run();
        return loop.tasks().empty();
    }
    /// The end of a run that cannot go on.
    void abandon_all() {
        while (!loop.tasks().empty()) {
            TaskReference task(&loop.tasks().front());
            task->abandon();
        }
        loop.drop_ready();
    }

    /// For now + `delay`.
    template <class Action>
    void at(Duration delay, Action action) {
        class Once final : public Timer {
          public:
            explicit Once(Action what) : action_(std::move(what)) {}
            void run() override { action_(); }

          private:
            Action action_;
        };
        auto timer = std::make_shared<Once>(std::move(action));
        loop.set_timer(*timer, loop.now() + delay);
        timers_.push_back(timer);
    }

  private:
    class Life final : public value::Counted {
      public:
        explicit Life(size_t& count) : count_(count) { ++count_; }
        ~Life() override { --count_; }

      private:
        size_t& count_;
    };
    std::vector<std::shared_ptr<void>> timers_;
};

/// Branches that exist already.
class ListedBranches final : public BranchSource {
  public:
    explicit ListedBranches(std::vector<TaskStart> starts) : starts_(std::move(starts)) {}
    [[nodiscard]] size_t count() const override { return starts_.size(); }
    [[nodiscard]] TaskStart make(size_t index) override { return std::move(starts_[index]); }

  private:
    std::vector<TaskStart> starts_;
};

template <class... Bodies>
std::unique_ptr<BranchSource> branches(World& world, Bodies... bodies) {
    std::vector<TaskStart> starts;
    (starts.push_back(world.start(std::move(bodies))), ...);
    return std::make_unique<ListedBranches>(std::move(starts));
}

inline constexpr size_t unlimited = SIZE_MAX;
using namespace std::chrono_literals;

/// asyncio.sleep.
inline Coro<Wakeup> nap(World& world, Duration duration) {
    if (duration <= Duration(0)) {
        co_return co_await Yield(world.self());
    }
    co_return co_await Sleep(world.self(), duration);
}
/// Notes `name`, and the cancellation when one comes.
inline Coro<Completion> sleeper(World& world, Duration duration, std::string name) {
    if (co_await nap(world, duration) == Wakeup::cancelled) {
        world.note(name + " cancelled");
        co_return Completion::cancelled();
    }
    world.note(name);
    co_return Value(name);
}
inline Coro<Completion> failing(World& world, Duration duration, std::string message) {
    if (co_await nap(world, duration) == Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    co_return Completion(value::failure(value::error_type::runtime, message));
}
/// A task that does not mind being cancelled before it has slept once more for `then`.
inline Coro<Completion> stubborn(World& world, Duration duration, Duration then, std::string name) {
    if (co_await nap(world, duration) == Wakeup::cancelled) {
        world.note(name + " cleans up");
        (void)co_await nap(world, then);
    }
    world.note(name);
    co_return Value(name);
}

}  // namespace aiorun::runtime
