// The log: lines on standard error, as text or as JSON. The only file that sees spdlog is log.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "value/secrets.hpp"
#include "value/value.hpp"

namespace aiorun::cli {

class Log {
  public:
    /// `secrets` is borrowed: what is added to it later is masked from then on.
    Log(steps::LogLevel level, LogFormat format, const Terminal& terminal, const value::Secrets& secrets);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    struct Origin {
        std::string task;
        std::string step;
        std::string place;  ///< `flow.yaml:12`
    };
    void write(steps::LogLevel level, std::string_view message, const value::Value& fields, const Origin& origin);
    [[nodiscard]] bool writes(steps::LogLevel level) const;

  private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
    LogFormat format_;
    const value::Secrets& secrets_;
};

}  // namespace aiorun::cli
