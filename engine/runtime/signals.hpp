// Signals: the ones a run answers to, told from the reactor in the order in which they came; and a check that
// costs one load, for loops that never come back to the reactor.
#pragma once

#include <csignal>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/reactor.hpp"

namespace aiorun::runtime {

class SignalHandler {
  public:
    /// Not in a signal handler: an ordinary call, from the reactor or from deliver().
    virtual void on_signal(int number) = 0;

  protected:
    ~SignalHandler() = default;
};

/// Catches signals while it lives, and puts back what was there before. There is one at a time. Processes
/// that are started meanwhile see none of it: exec makes caught signals default again, and nothing is
/// blocked.
class Signals final : private IoHandler {
  public:
    Signals(Reactor& reactor, SignalHandler& handler, std::span<const int> numbers);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// Whether a signal came that was not delivered yet: for code that runs long without a turn of the loop.
    [[nodiscard]] static bool pending() noexcept { return pending_ != 0; }
    /// Tells the handler of every signal that came.
    void deliver();
    /// Tells it of the last ones and puts back what was there before, so that none gets lost in between.
    void close();

  private:
    struct Former {
        int number;
        struct sigaction action;
    };
    static void catch_signal(int number);
    void on_io(uint32_t events) override;
    void restore();

    static volatile sig_atomic_t pending_;
    Reactor& reactor_;
    SignalHandler& handler_;
    std::vector<Former> former_;
    int reading_end_ = -1;
};

/// The kernel gives the first process of a container no default action: SIGINT, SIGTERM and SIGHUP would do nothing to it. Lets
/// them end that process with 128 + the signal's number, as a shell shows it, while nobody catches them (signal(7), pid_namespaces(7)).
void end_first_process_by_signals() noexcept;

/// Makes writing to a pipe or socket that nobody reads an error (EPIPE) and not the end of the process.
void ignore_broken_pipes() noexcept;

}  // namespace aiorun::runtime
