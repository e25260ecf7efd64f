// Effects: the one door to the outside. What a run learns from outside (transfers, processes, wall time, environment,
// seeds) comes through here, in the order in which it happened. The real world, a dry-run's stand-ins and mocks are
// implementations; given the same answers, a run is the same run.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "effects/source.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/stream.hpp"
#include "process/process.hpp"
#include "runtime/coro.hpp"
#include "runtime/task.hpp"

namespace aiorun::effects {

/// A response whose body is read while it arrives.
class Stream {
  public:
    virtual ~Stream() = default;
    /// The next bytes; empty at the end.
    [[nodiscard]] virtual runtime::Coro<http::Result<std::string>> read() = 0;
    [[nodiscard]] virtual const http::Response& response() const = 0;
    /// How far it has come.
    [[nodiscard]] virtual http::Course course() const { return response().course; }
    /// Has `callback` run when the transfer's time is over, so that a reader who does other things hears of it; read()
    /// then fails after the bytes that came. Borrowed; null for nobody.
    virtual void on_timeout(runtime::Callback* /*callback*/) {}
};

class Effects {
  public:
    virtual ~Effects() = default;

    // For the task that is running; a cancellation comes back as a failure of that kind.
    /// The request outlives the transfer.
    [[nodiscard]] virtual runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) = 0;
    [[nodiscard]] virtual runtime::Coro<http::Result<std::unique_ptr<Stream>>> open(http::Request request) = 0;
    [[nodiscard]] virtual runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) = 0;

    /// Whether nothing of this happens: answers may be stand-ins (value::StandIn).
    [[nodiscard]] virtual bool is_simulated() const noexcept { return false; }
    [[nodiscard]] virtual double now() = 0;  ///< Unix seconds
    [[nodiscard]] virtual std::optional<std::string> env(std::string_view name) = 0;
    [[nodiscard]] virtual uint64_t seed() = 0;  ///< for a run without `--seed`
    /// What the task that is running is told where one of the run's own sources says `bits` (of a double): a simulation may
    /// want to know what depends on it.
    [[nodiscard]] virtual uint64_t observe(Source /*source*/, uint64_t bits) { return bits; }
    [[nodiscard]] double observe(Source source, double value) {
        return std::bit_cast<double>(observe(source, std::bit_cast<uint64_t>(value)));
    }
};

}  // namespace aiorun::effects
