// FakeEffects: the outside world of a test. Answers come from functions that the test gives; what was asked for is kept.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "effects/effects.hpp"

namespace aiorun::testing {

/// How a transfer is answered, and how long (on the run's clock) that takes.
struct FakeAnswer {
    http::Result<http::Response> result{};
    runtime::Duration delay{0};
};

/// How a response that is read as a stream arrives: each chunk `delay` after the one before it.
struct FakeStream {
    http::Result<http::Response> response{};
    std::vector<http::Result<std::string>> chunks{};
    runtime::Duration delay{0};
};

struct FakeOutcome {
    process::Outcome outcome{};
    runtime::Duration delay{0};
};

/// A response with this status, body and JSON map of headers (names in lower case).
[[nodiscard]] http::Response make_response(int status, std::string body, std::string_view headers = "{}");

class FakeEffects final : public effects::Effects {
  public:
    // What is not set fails: a ConnectionError, a command that cannot be started.
    std::function<FakeAnswer(const http::Request&)> on_fetch{};
    std::function<FakeStream(const http::Request&)> on_open{};
    std::function<FakeOutcome(const process::Command&)> on_run{};
    std::map<std::string, std::string, std::less<>> environment{};
    double time = 1'700'000'000;

    // What was asked for, in order; `cancelled` counts the answers that came too late.
    std::vector<http::Request> requests{};
    std::vector<process::Command> commands{};
    size_t cancelled = 0;

    /// The loop of the run; run_workflow() sets it.
    void set_loop(runtime::Loop& loop) noexcept { loop_ = &loop; }
    /// Waits on the run's clock, for the task that is running; true when it was cancelled.
    [[nodiscard]] runtime::Coro<bool> delay(runtime::Duration duration);

    [[nodiscard]] runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) override;
    [[nodiscard]] runtime::Coro<http::Result<std::unique_ptr<effects::Stream>>> open(http::Request request) override;
    [[nodiscard]] runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override;
    [[nodiscard]] double now() override { return time; }
    [[nodiscard]] std::optional<std::string> env(std::string_view name) override;
    [[nodiscard]] uint64_t seed() override { return 1; }

  private:
    runtime::Loop* loop_ = nullptr;
};

}  // namespace aiorun::testing
