// OtlpExport: `--otlp URL`: spans of a run, sent to an OpenTelemetry collector while the run goes on. A collector that does not
// take them costs one warning, never the run.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/observation.hpp"
#include "http/batch_post.hpp"
#include "observe/otlp_trace.hpp"
#include "observe/trace_recorder.hpp"

namespace aiorun::cli {

/// Where spans go: a URL without a path gets /v1/traces, as OTEL_EXPORTER_OTLP_ENDPOINT does. The error is ready to show.
[[nodiscard]] std::expected<std::string, std::string> otlp_traces_url(const std::string& url);
/// Headers as OTEL_EXPORTER_OTLP_HEADERS has them: `name=value,name=value`, percent-encoded.
[[nodiscard]] std::vector<http::Field> otlp_headers(std::string_view text);

class OtlpExport {
  public:
    [[nodiscard]] static std::expected<std::unique_ptr<OtlpExport>, std::string> open(const Observation::Subject& subject);
    OtlpExport(const OtlpExport&) = delete;
    OtlpExport& operator=(const OtlpExport&) = delete;

    [[nodiscard]] runtime::Observer& observer() noexcept { return is_sampled_ ? recorder_ : nobody_; }
    /// See effects::ObservedEffects::TraceParent.
    [[nodiscard]] std::string trace_parent(const runtime::Operation& operation);
    /// Sends what is left. Gives a warning, or an empty text.
    [[nodiscard]] std::string finish(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status,
                                     Observation::Haste haste);

  private:
    OtlpExport(const Observation::Subject& subject, std::string url, std::optional<observe::TraceContext> around);

    std::string url_;
    runtime::Loop& loop_;
    std::optional<observe::TraceContext> around_;
    bool is_sampled_;  // else nothing is recorded or sent, as a parent-based sampler of OpenTelemetry has it
    runtime::Observer nobody_;
    observe::SpanIds ids_;
    http::BatchPost post_;
    observe::OtlpTrace trace_;
    observe::TraceRecorder recorder_;
};

}  // namespace aiorun::cli
