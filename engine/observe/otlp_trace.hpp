// OtlpTrace: makes OpenTelemetry spans of what happens in a run: one for the run, one a task, one a step, one a transfer or
// process. Keeps those that are under way; each is given away as OTLP JSON when it ends.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "observe/otlp_identity.hpp"
#include "observe/otlp_span.hpp"
#include "observe/task_table.hpp"

namespace aiorun::observe {

class OtlpTrace final : public TraceSink {
  public:
    /// False when there is no room for the span: what is only around it is then of no more use than it was.
    using Give = std::function<bool(std::string span, OtlpPlace place)>;

    /// `around`: the trace that the run is a part of, if it is.
    OtlpTrace(const TraceStart& start, const std::optional<TraceContext>& around, const value::Secrets& secrets, Give give);

    [[nodiscard]] static TraceWishes wishes() noexcept { return {.implied_waits = false}; }
    void take(const TraceEvent& event) override;
    /// The spans that are still open, and that of the run.
    void finish(const TraceEnd& end);

    /// The value of `traceparent` for a transfer or process that is under way, whose span it names.
    [[nodiscard]] std::string trace_parent(uint64_t operation) const;

    /// What stands around spans in a request: `resource` attributes and scope.
    [[nodiscard]] static std::string request_prefix(const TraceStart& start, std::string_view version,
                                                    const value::Secrets& secrets);
    [[nodiscard]] static std::string request_suffix() { return "]}]}]}"; }

  private:
    struct StepSpan {
        OtlpSpan span;
        const runtime::StepInfo* step = nullptr;
    };
    struct OperationSpan {
        OtlpSpan span;
        uint64_t id = 0;
        runtime::Operation::Kind kind = runtime::Operation::Kind::transfer;
        std::string what{};
        std::string target{};
    };
    struct TaskSpans {
        OtlpSpan span;
        std::string name{};
        std::vector<StepSpan> steps{};  ///< the innermost one last
        std::vector<OperationSpan> operations{};
        Time wait_began{0};
        std::string_view wait_kind{};
        std::string wait_object{};
    };

    void create_task(const TraceEvent& event);
    void end_task(const TraceEvent& event);
    void begin_step(const TraceEvent& event);
    void end_step(const TraceEvent& event);
    void note_wait(const TraceEvent& event);
    void begin_operation(const TraceEvent& event);
    void end_operation(const TraceEvent& event);
    void add_event(const TraceEvent& event, std::string_view name, const OtlpAttributes& attributes);
    void close(uint64_t task, TaskSpans& spans, Time time);
    void give_step(TaskSpans& spans, uint64_t task, const TraceEvent& event);

    [[nodiscard]] OtlpSpan new_span(const OtlpSpan& parent, Time begin);
    [[nodiscard]] OtlpSpan& innermost(TaskSpans& spans) noexcept {
        return spans.steps.empty() ? spans.span : spans.steps.back().span;
    }
    [[nodiscard]] OtlpSpanEnd end_of(const OtlpSpan& span, std::string name, const TraceEvent& event) const;
    [[nodiscard]] int64_t unix_time(Time time) const noexcept { return start_.unix_time + time.count(); }
    [[nodiscard]] OtlpAttributes attributes() const { return OtlpAttributes(shown_); }
    void add_exception(OtlpSpan& span, const TraceEvent& event) const;
    [[nodiscard]] bool give(const OtlpSpan& span, const OtlpSpanEnd& end, const OtlpAttributes& attributes) const;

    TraceStart start_;
    ShownText shown_;
    Give give_;
    SpanIds ids_;
    std::string trace_id_;
    OtlpSpan root_;
    TaskTable<TaskSpans> tasks_;
    std::unordered_map<uint64_t, uint64_t> operations_;  ///< operations under way, and their spans
};

}  // namespace aiorun::observe
