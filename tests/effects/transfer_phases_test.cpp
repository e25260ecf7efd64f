#include "effects/transfer_phases.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

using http::Course;
using runtime::Duration;

/// `dns 0-1, connect 1-2`
std::string shown(const Course& course, int64_t duration) {
    std::string text;
    for (const runtime::OperationPhase& phase : phases_of(course, Duration(duration))) {
        text += (text.empty() ? "" : ", ") + std::string(phase.name) + " " + std::to_string(phase.begin.count()) + "-" +
                std::to_string(phase.end.count());
    }
    return text;
}

Course course(Course::Stage stage) {
    return {.stage = stage, .dns = Duration(10), .connect = Duration(20), .tls = Duration(30), .first_byte = Duration(40)};
}

TEST_CASE("phases begin with the transfer, follow each other, and cover it to its end") {
    CHECK(shown(course(Course::Stage::receive), 100) == "dns 0-10, connect 10-20, tls 20-30, wait 30-40, receive 40-100");
}

TEST_CASE("what a transfer did not need is no phase") {
    CHECK(shown({.stage = Course::Stage::receive, .first_byte = Duration(40)}, 100) == "wait 0-40, receive 40-100");
}

TEST_CASE("all before the last request is a phase of its own, and the wait for a turn is none") {
    Course redirected = course(Course::Stage::receive);
    redirected.began = Duration(100);
    redirected.last_began = Duration(300);
    CHECK(shown(redirected, 400) == "redirect 100-300, dns 300-310, connect 310-320, tls 320-330, wait 330-340, receive 340-400");
}

TEST_CASE("of a transfer that did not get to its end, the last phase is the one that it was in") {
    CHECK(shown({.stage = Course::Stage::dns}, 100) == "dns 0-100");
    CHECK(shown({.stage = Course::Stage::connect, .dns = Duration(10)}, 100) == "dns 0-10, connect 10-100");
    CHECK(shown({.stage = Course::Stage::tls, .dns = Duration(10), .connect = Duration(20)}, 100) ==
          "dns 0-10, connect 10-20, tls 20-100");
    CHECK(shown({.stage = Course::Stage::wait}, 100) == "wait 0-100");
    CHECK(shown({}, 100).empty());
}

TEST_CASE("no phase lasts longer than the transfer, whatever clock measured it") {
    CHECK(shown(course(Course::Stage::receive), 25) == "dns 0-10, connect 10-20, tls 20-25");
    CHECK(shown(course(Course::Stage::receive), 0).empty());
}

}  // namespace
}  // namespace aiorun::effects
