// TraceFormat: how a trace looks in a file or on a terminal. Appends whole lines; keeps only what it needs of tasks that are alive.
#pragma once

#include <string_view>

#include "observe/text_buffer.hpp"
#include "observe/trace_event.hpp"

namespace aiorun::observe {

class TraceFormat {
  public:
    virtual ~TraceFormat() = default;
    [[nodiscard]] virtual TraceWishes wishes() const noexcept { return {}; }
    /// Whether the text is an array in JSON, whose items end with `separator` until end() closes it. A file of it is closed all the
    /// time: who reads it early finds an array, too.
    [[nodiscard]] virtual bool is_array() const noexcept { return false; }
    static constexpr std::string_view separator = ",\n";
    virtual void begin(const TraceStart& start, TextBuffer& out) = 0;
    virtual void write(const TraceEvent& event, TextBuffer& out) = 0;
    virtual void end(const TraceEnd& end, TextBuffer& out) = 0;
};

}  // namespace aiorun::observe
