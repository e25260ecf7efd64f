// What clocks and dice said to the tasks of one run is said again to those of another.
#include "effects/source_probe.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

runtime::Coro<runtime::Completion> nothing() { co_return runtime::Completion(); }

/// Tasks that never run, to be asked for.
class Tasks {
  public:
    Tasks() : loop_(clock_) {}
    ~Tasks() { (void)loop_.run(); }
    runtime::Task& make(std::string name) {
        return *made_.emplace_back(runtime::Task::create(loop_, {nothing(), nullptr, nullptr, std::move(name)}));
    }

  private:
    runtime::VirtualClock clock_;
    runtime::Loop loop_;
    std::vector<runtime::TaskReference> made_;
};

SourceSet only(Source source) {
    SourceSet set;
    return set.set(static_cast<size_t>(source));
}

TEST_CASE("a probe changes nothing and notes which sources were asked") {
    Tasks tasks;
    runtime::Task& task = tasks.make("main");
    SourceProbe probe;
    CHECK(probe.used().none());
    CHECK(probe.observe(task, Source::elapsed, 7) == 7);
    CHECK(probe.observe(task, Source::uuid, UINT64_MAX) == UINT64_MAX);
    CHECK(probe.used() == (only(Source::elapsed) | only(Source::uuid)));
}

TEST_CASE("each task is told again what it was told, in turn, whichever asks first") {
    Tasks tasks;
    runtime::Task& first = tasks.make("gather[0]");
    runtime::Task& second = tasks.make("gather[1]");
    SourceProbe probe;
    (void)probe.observe(first, Source::elapsed, 1);
    (void)probe.observe(second, Source::elapsed, 2);
    (void)probe.observe(first, Source::elapsed, 3);

    runtime::Task& later = tasks.make("gather[1]");
    runtime::Task& other = tasks.make("gather[0]");
    SourceProbe replay(probe.record(), only(Source::elapsed));
    CHECK(replay.observe(later, Source::elapsed, 10) == 2);
    CHECK(replay.observe(other, Source::elapsed, 11) == 1);
    CHECK(replay.observe(other, Source::elapsed, 12) == 3);
    SECTION("what was not asked then is as it is") {
        CHECK(replay.observe(other, Source::elapsed, 13) == 13);
        CHECK(replay.observe(tasks.make("race[0]"), Source::elapsed, 14) == 14);
    }
    SECTION("other sources are as they are") {
        CHECK(replay.observe(other, Source::now, 15) == 15);
    }
}

TEST_CASE("tasks of one name are told apart by who asks first") {
    Tasks tasks;
    SourceProbe probe;
    (void)probe.observe(tasks.make("spawn"), Source::random, 1);
    (void)probe.observe(tasks.make("spawn"), Source::random, 2);
    SourceProbe replay(probe.record(), only(Source::random));
    CHECK(replay.observe(tasks.make("spawn"), Source::random, 5) == 1);
    CHECK(replay.observe(tasks.make("spawn"), Source::random, 5) == 2);
    CHECK(replay.observe(tasks.make("spawn"), Source::random, 5) == 5);
}

}  // namespace
}  // namespace aiorun::effects
