// The trace for programs: one JSON object a line. docs/trace.md describes them, docs/trace.schema.json is their schema.
#pragma once

#include <vector>

#include "observe/shown_text.hpp"
#include "observe/task_table.hpp"
#include "observe/trace_format.hpp"

namespace aiorun::observe {

class JsonLinesTrace final : public TraceFormat {
  public:
    /// Of the schema. It changes when something is taken away or gets another meaning, not when something is added.
    static constexpr int version = 1;

    explicit JsonLinesTrace(const value::Secrets& secrets);

    void begin(const TraceStart& start, TextBuffer& out) override;
    void write(const TraceEvent& event, TextBuffer& out) override;
    void end(const TraceEnd& end, TextBuffer& out) override;

  private:
    void open(std::string_view type, const TraceEvent& event, TextBuffer& out);
    /// What of a task is open.
    struct State {
        bool has_started = false;
        bool waits = false;
        std::vector<const runtime::StepInfo*> steps{};  ///< the innermost one last
    };
    State& note_start(const TraceEvent& event, TextBuffer& out);
    void close(uint64_t task, State& state, Time time, TextBuffer& out);
    void write_task(const TraceEvent& event, TextBuffer& out);
    void write_step(const TraceEvent& event, TextBuffer& out);
    void write_wait(const TraceEvent& event, TextBuffer& out);
    void write_operation_began(const TraceEvent& event, TextBuffer& out);
    void write_operation_ended(const TraceEvent& event, TextBuffer& out);
    void add_text(std::string_view key, std::string_view text, TextBuffer& out);
    void add_error(std::string_view type, std::string_view message, TextBuffer& out);

    ShownText shown_;
    StepTexts steps_;
    TaskTable<State> tasks_;
};

}  // namespace aiorun::observe
