#include "cli/progress_schedule.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace aiorun::cli {
namespace {

/// The seconds at which lines are due within so many minutes, asked each second.
std::vector<int64_t> due(ProgressSchedule::Kind kind, int64_t minutes) {
    ProgressSchedule schedule(kind);
    std::vector<int64_t> times;
    for (int64_t second = 0; second <= minutes * 60; ++second) {
        if (schedule.is_due(std::chrono::seconds(second))) {
            times.push_back(second);
        }
    }
    return times;
}

TEST_CASE("nobody's run says nothing for ten seconds, then less and less") {
    CHECK(due(ProgressSchedule::Kind::unasked, 30) == std::vector<int64_t>{10, 20, 40, 80, 160, 320, 620, 920, 1220, 1520});
}

TEST_CASE("lines that were asked for begin after a second and come each minute at last") {
    CHECK(due(ProgressSchedule::Kind::asked_for, 5) ==
          std::vector<int64_t>{1, 2, 3, 5, 8, 12, 18, 27, 41, 62, 93, 140, 200, 260});
}

TEST_CASE("the end is told where lines were asked for, or came before") {
    CHECK(ProgressSchedule(ProgressSchedule::Kind::asked_for).tells_end());
    ProgressSchedule unasked(ProgressSchedule::Kind::unasked);
    CHECK_FALSE(unasked.tells_end());
    CHECK_FALSE(unasked.is_due(std::chrono::seconds(9)));
    CHECK_FALSE(unasked.tells_end());
    CHECK(unasked.is_due(std::chrono::seconds(10)));
    CHECK(unasked.tells_end());
}

}  // namespace
}  // namespace aiorun::cli
