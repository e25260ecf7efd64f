// Subprocesses that a task awaits: started in a process group of their own, read and written without
// blocking, never left behind. Whatever ends the wait, the process was waited for: there is no zombie and no
// descriptor left.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/coro.hpp"
#include "value/value.hpp"

namespace aiorun::runtime {
class Task;
}

namespace aiorun::process {

enum class Stream : uint8_t { output, errors };  ///< standard output, standard error

/// Who is told each line of output when it arrives. Called from the reactor: it may write to a log, and wake
/// tasks.
class LineSink {
  public:
    /// One line without its line feed (or CR LF), as bytes: not necessarily UTF-8, not fit for a terminal.
    /// What comes after the last line feed is a line too, told when the stream ends.
    virtual void on_line(Stream stream, std::string_view line) = 0;

  protected:
    ~LineSink() = default;
};

/// A variable that differs from our own environment; without a value the process does not see it.
struct Variable {
    std::string name;
    std::optional<std::string> value;
};

struct Command {
    /// The program and its arguments. A program without `/` is looked for in the PATH that the process will
    /// have.
    std::vector<std::string> arguments;
    /// On top of our own environment, in order; the last one of a name counts.
    std::vector<Variable> environment{};
    /// Where it runs (also what a relative program is relative to); empty: where we are.
    std::string directory{};
    /// Text for its standard input, followed by the end of file; without one it reads /dev/null.
    std::optional<std::string> input{};
    /// Bytes kept of each stream. A process that writes more is stopped as by a cancellation.
    size_t max_output = 16U << 20U;
    /// How long a process that is stopped has between SIGTERM and SIGKILL. Not positive: SIGKILL at once.
    runtime::Duration kill_after = std::chrono::seconds(5);
    /// Borrowed until run() ends; null for nobody.
    LineSink* lines = nullptr;
};

struct Result {
    /// The exit status; -N when signal N ended it (subprocess.Popen.returncode).
    int code = 0;
    /// What it wrote, as UTF-8 with U+FFFD for what is not.
    std::string output{};
    std::string errors{};
    /// In a simulation: stands for both when nobody knows them; else null.
    value::Value unknown{};
};

enum class FailureKind : uint8_t {
    not_started,      ///< there is no process and never was one
    too_much_output,  ///< it was stopped
    cancelled,        ///< the task was cancelled; the process was stopped before this was given
};

struct Failure {
    FailureKind kind = FailureKind::not_started;
    /// "cannot start `nosuch`: No such file or directory"; empty when cancelled.
    std::string message{};
};

using Outcome = std::expected<Result, Failure>;

/// Starts the command for `task`, which is the one that runs, and waits until it has ended and both its
/// output streams have. As with subprocess.communicate() a background process that inherited a stream
/// prolongs the wait until it closes it; a cancellation ends that wait too.
///
/// To stop is: SIGTERM to the process group, SIGKILL to the group after `kill_after`, and to wait until all of
/// the group is gone. Further cancellations neither shorten that nor orphan the process.
[[nodiscard]] runtime::Coro<Outcome> run(runtime::Task& task, Command command);

/// SIGKILL to the group of every process that is running: for an end of our own process that does not wait
/// for tasks.
void kill_all() noexcept;

/// "exited with status 3", "was ended by signal 9 (KILL)".
[[nodiscard]] std::string describe_code(int code);

}  // namespace aiorun::process
