// The trace for people: `    1.000000  fetch_page[2]  begins fetch (flow.yaml:12:5)`, a line an event.
#pragma once

#include "observe/shown_text.hpp"
#include "observe/task_table.hpp"
#include "observe/trace_format.hpp"

namespace aiorun::observe {

class TextTrace final : public TraceFormat {
  public:
    explicit TextTrace(const value::Secrets& secrets);

    void begin(const TraceStart& start, TextBuffer& out) override;
    void write(const TraceEvent& event, TextBuffer& out) override;
    void end(const TraceEnd& end, TextBuffer& out) override;

  private:
    void add_what(const TraceEvent& event, TextBuffer& out);
    void add_failure(const TraceEvent& event, TextBuffer& out);
    void add_operation_end(const TraceEvent& event, TextBuffer& out);
    [[nodiscard]] std::string_view step_of(const TraceEvent& event);
    [[nodiscard]] std::string_view name_of(uint64_t task);

    ShownText shown_;
    StepTexts steps_;
    TaskTable<std::string> names_;
};

}  // namespace aiorun::observe
