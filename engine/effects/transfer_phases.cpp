#include "effects/transfer_phases.hpp"

#include <algorithm>
#include <array>

namespace aiorun::effects {

using http::Course;
using runtime::Duration;
using runtime::OperationPhase;

std::vector<OperationPhase> phases_of(const Course& course, Duration duration) {
    std::vector<OperationPhase> phases;
    Duration at = std::clamp(course.began, Duration(0), std::max(duration, Duration(0)));
    auto add_until = [&](std::string_view name, Duration end) {
        end = std::min(end, duration);
        if (end > at) {
            phases.push_back({name, at, end});
            at = end;
        }
    };
    if (course.stage == Course::Stage::turn) {
        return phases;
    }
    add_until("redirect", course.last_began);
    struct Part {
        Course::Stage stage;
        std::string_view name;
        Duration end;
    };
    const std::array<Part, 5> parts{{{Course::Stage::dns, "dns", course.dns},
                                     {Course::Stage::connect, "connect", course.connect},
                                     {Course::Stage::tls, "tls", course.tls},
                                     {Course::Stage::wait, "wait", course.first_byte},
                                     {Course::Stage::receive, "receive", duration}}};
    for (const Part& part : parts) {
        if (part.stage == course.stage) {
            add_until(part.name, duration);
            break;
        }
        if (part.end > Duration(0)) {
            add_until(part.name, course.last_began + part.end);
        }
    }
    return phases;
}

}  // namespace aiorun::effects
