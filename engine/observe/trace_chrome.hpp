// The trace in Trace Event format, as Perfetto and chrome://tracing open it: a track a task, a slice a step, waits, transfers
// and their phases as slices inside, arrows from who wakes to who is woken, counters.
// Events stand in the order of time.
#pragma once

#include "observe/shown_text.hpp"
#include "observe/task_table.hpp"
#include "observe/trace_format.hpp"
#include "observe/trace_track.hpp"

namespace aiorun::observe {

class ChromeTrace final : public TraceFormat {
  public:
    explicit ChromeTrace(const value::Secrets& secrets);

    [[nodiscard]] TraceWishes wishes() const noexcept override { return {.implied_waits = false, .counts = true}; }
    [[nodiscard]] bool is_array() const noexcept override { return true; }
    void begin(const TraceStart& start, TextBuffer& out) override;
    void write(const TraceEvent& event, TextBuffer& out) override;
    void end(const TraceEnd& end, TextBuffer& out) override;

  private:
    void write_task(const TraceEvent& event, TextBuffer& out);
    void write_step(const TraceEvent& event, TextBuffer& out);
    void write_wait(const TraceEvent& event, TextBuffer& out);
    void write_wake(const TraceEvent& event, TextBuffer& out);
    void write_operation_began(const TraceEvent& event, TextBuffer& out);
    void write_operation_ended(const TraceEvent& event, TextBuffer& out);
    void write_counts(const TraceEvent& event, TextBuffer& out);
    void write_instant(const TraceEvent& event, TextBuffer& out);

    /// What a slice is for the operation around it: its phases come in between when it is only the wait for a connection.
    enum class Inner : uint8_t { connection, other };
    /// Begins a slice of the event's task inside the others that are open.
    static void open_slice(Track& track, const TraceEvent& event, Inner inner, TextBuffer& out);
    /// Ends the innermost slice, and operations around it that had to wait for that.
    static void close_slice(Track& track, uint64_t task, Time time, TextBuffer& out);
    static void close_operation(Track& track, OpenOperation& operation, uint64_t task, Time time, TextBuffer& out);
    static void close_ended_operations(Track& track, uint64_t task, Time time, TextBuffer& out);
    /// Writes what was held back and came before `until`.
    static void flush(Track& track, TextBuffer& out, Time until = Time::max());
    /// Writes all of it while the transfer goes on, whose phases then have a line of their own.
    static void release(Track& track, TextBuffer& out);
    /// Where to write an event that is no slice, before done_mark(): it is held back as long as phases may have to stand before.
    TextBuffer& begin_mark(Track& track, TextBuffer& out) { return track.awaits_phases() ? held_ : out; }
    void done_mark(Track& track, Time time, TextBuffer& out);
    void end_arrow(Track& track, uint64_t task, Time time, TextBuffer& out);
    static void add_phase_slices(Track& track, const TraceEvent& event, Time base, TextBuffer& out);
    void close_all(Track& track, uint64_t task, Time time, TextBuffer& out);
    void add_error(const TraceEvent& event, TextBuffer& out);

    ShownText shown_;
    StepTexts steps_;
    TaskTable<Track> tracks_;
    TextBuffer held_;
    uint64_t flows_ = 0;
    int64_t transfers_ = 0;  // as last written
};

}  // namespace aiorun::observe
