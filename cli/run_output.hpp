// RunOutput: where a run's words go: printed lines to standard output, log lines to standard error.
#pragma once

#include <chrono>
#include <string>

#include "cli/log.hpp"
#include "steps/run.hpp"
#include "value/secrets.hpp"

namespace aiorun::cli {

class RunOutput final : public steps::Output {
  public:
    RunOutput(Log& log, const value::Secrets& secrets);

    [[nodiscard]] bool print(std::string_view line) override;
    [[nodiscard]] bool flush() override;
    [[nodiscard]] std::string problem() const override { return problem_; }
    void log(steps::LogLevel level, std::string_view message, const value::Value& fields,
             const runtime::Task& task) override;

  private:
    Log& log_;
    const value::Secrets& secrets_;
    bool is_terminal_;
    std::string buffer_;
    std::string writing_;
    std::chrono::steady_clock::time_point flushed_{};  // so that the first line is written at once
    std::string problem_;
};

}  // namespace aiorun::cli
