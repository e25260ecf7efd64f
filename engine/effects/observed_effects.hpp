// Effects whose questions and answers an observer is told of: transfers and processes as runtime::Operation.
#pragma once

#include <functional>
#include <string>

#include "effects/effects.hpp"
#include "runtime/observer.hpp"

namespace aiorun::effects {

class ObservedEffects final : public Effects {
  public:
    /// Gives the value of `traceparent` (W3C Trace Context) for an operation whose workflow sets none: transfers have it as a header,
    /// processes as the variable TRACEPARENT. Empty for none.
    using TraceParent = std::function<std::string(const runtime::Operation&)>;

    /// Borrows all three.
    ObservedEffects(Effects& inner, runtime::Loop& loop, runtime::Observer& observer)
        : inner_(inner), loop_(loop), observer_(observer) {}
    void set_trace_parent(TraceParent trace_parent) { trace_parent_ = std::move(trace_parent); }

    [[nodiscard]] runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) override;
    [[nodiscard]] runtime::Coro<http::Result<std::unique_ptr<Stream>>> open(http::Request request) override;
    [[nodiscard]] runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override;

    [[nodiscard]] bool is_simulated() const noexcept override { return inner_.is_simulated(); }
    [[nodiscard]] double now() override { return inner_.now(); }
    [[nodiscard]] std::optional<std::string> env(std::string_view name) override { return inner_.env(name); }
    [[nodiscard]] uint64_t seed() override { return inner_.seed(); }
    using Effects::observe;
    [[nodiscard]] uint64_t observe(Source source, uint64_t bits) override { return inner_.observe(source, bits); }

  private:
    class ObservedStream;
    class Watch;

    Effects& inner_;
    runtime::Loop& loop_;
    runtime::Observer& observer_;
    TraceParent trace_parent_;
    uint64_t operations_ = 0;
};

}  // namespace aiorun::effects
