// What signals do to a run: the first one cancels it, the second ends the process, SIGUSR1 asks who waits for what.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "cli/terminal.hpp"
#include "runtime/loop.hpp"
#include "runtime/signals.hpp"
#include "value/secrets.hpp"
#include "workflow/runner.hpp"

namespace aiorun::cli {

/// Those that a run answers to.
[[nodiscard]] std::vector<int> signals_of_a_run();

/// While a standard stream takes nothing, the loop stands still: then signals and the time limit are seen to from here.
class RunSignals final : public runtime::SignalHandler, private WriteWatch {
  public:
    /// Is called before the process ends at once, with the second signal and has `most_for_last_words` to return.
    using LastWords = std::function<void(int signal)>;
    static constexpr auto most_for_last_words = std::chrono::seconds(2);

    /// What is written hides the secrets.
    RunSignals(runtime::Loop& loop, const value::Secrets& secrets, LastWords last_words)
        : loop_(loop), secrets_(secrets), last_words_(std::move(last_words)) {}
    RunSignals(const RunSignals&) = delete;
    RunSignals& operator=(const RunSignals&) = delete;
    ~RunSignals() { set_write_watch(nullptr); }

    /// From here on it watches writes as well. Borrowed as long as this lives.
    void set_runner(workflow::Runner& runner);
    /// The first one that asked the run to end, or 0.
    [[nodiscard]] int first() const noexcept { return first_; }

    void on_signal(int number) override;

  private:
    [[nodiscard]] bool gives_up() override;
    [[noreturn]] void end_at_once(int number);

    runtime::Loop& loop_;
    const value::Secrets& secrets_;
    LastWords last_words_;
    workflow::Runner* runner_ = nullptr;
    int first_ = 0;
    bool ends_at_once_ = false;
    std::chrono::steady_clock::time_point first_time_;
};

}  // namespace aiorun::cli
