// Tracing: `--trace`, from the check of its file before the run to the end of the trace after it.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "cli/observation.hpp"
#include "observe/trace_recorder.hpp"

namespace aiorun::cli {

class Tracing {
  public:
    /// Opens the file, or standard error for `-`. The error is ready to show.
    [[nodiscard]] static std::expected<std::unique_ptr<Tracing>, std::string> open(const Observation::Subject& subject);
    ~Tracing();
    Tracing(const Tracing&) = delete;
    Tracing& operator=(const Tracing&) = delete;

    [[nodiscard]] runtime::Observer& observer() noexcept { return *recorder_; }
    /// The problem with a trace that is not complete, or empty.
    [[nodiscard]] std::string finish(const workflow::RunResult& result, const value::ErrorReference& error,
                                     int exit_status);

  private:
    class Output;
    class FileOutput;
    class TerminalOutput;
    Tracing(std::string path, runtime::Loop& loop);

    std::string path_;
    runtime::Loop& loop_;
    std::unique_ptr<Output> output_;
    std::unique_ptr<observe::TraceRecorder> recorder_;
};

}  // namespace aiorun::cli
