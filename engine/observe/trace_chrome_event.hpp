// How events of a Trace Event file begin and end.
#pragma once

#include "observe/text_buffer.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::observe {

/// The beginning of an event of a task's track.
inline TextBuffer& begin_event(std::string_view phase, uint64_t task, Time time, TextBuffer& out) {
    out.add(R"({"ph":")").add(phase).add(R"(","pid":1,"tid":)").add(task);
    return out.add(R"(,"ts":)").add_microseconds(time);
}

inline constexpr std::string_view end_event = "},\n";

}  // namespace aiorun::observe
