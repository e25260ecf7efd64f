// TraceFormat: how a trace looks in a file or on a terminal. Appends whole lines; keeps only what it needs of tasks that are alive.
#pragma once

#include "observe/text_buffer.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::observe {

class TraceFormat {
  public:
    virtual ~TraceFormat() = default;
    [[nodiscard]] virtual TraceWishes wishes() const noexcept { return {}; }
    virtual void begin(const TraceStart& start, TextBuffer& out) = 0;
    virtual void write(const TraceEvent& event, TextBuffer& out) = 0;
    virtual void end(const TraceEnd& end, TextBuffer& out) = 0;
};

}  // namespace aiorun::observe
