#include "observe/fan_out.hpp"

#include <string>

#include "runtime/task.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

class Named final : public runtime::Observer {
  public:
    Named(std::string name, std::string& told) : name_(std::move(name)), told_(told) {}
    void task_created(const runtime::Task&) override { told_ += name_ + " created; "; }
    void task_ended(const runtime::Task&) override { told_ += name_ + " ended; "; }

  private:
    std::string name_;
    std::string& told_;
};

runtime::Coro<runtime::Completion> nothing() { co_return runtime::Completion(); }

TEST_CASE("all observers are told, in the order in which they were added") {
    std::string told;
    Named first("first", told);
    Named second("second", told);
    FanOut observers;
    CHECK(observers.empty());
    observers.add(first);
    observers.add(second);
    CHECK_FALSE(observers.empty());

    runtime::VirtualClock clock;
    runtime::Loop loop(clock);
    loop.set_observer(&observers);
    runtime::TaskReference task = runtime::Task::create(loop, {nothing(), nullptr, nullptr, "task"});
    CHECK(loop.run() == runtime::LoopEnd::deadlock);  // nothing is left to do
    CHECK(told == "first created; second created; first ended; second ended; ");
}

}  // namespace
}  // namespace aiorun::observe
