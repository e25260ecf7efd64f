// A program that runs beside the test, seen from outside: what it writes, how it ends. It is killed when the
// test lets go of it, so that nothing outlives a test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace aiorun::programs {

using namespace std::chrono_literals;

/// Where standard output leads.
enum class OutputTo { pipe, closed, full_device };

struct Command {
    std::vector<std::string> arguments;    ///< argv, the program first
    std::vector<std::string> environment;  ///< NAME=VALUE; nothing else is inherited
    std::string folder = ".";              ///< the working directory
    std::string input{};                   ///< standard input
    OutputTo output = OutputTo::pipe;
};

struct Outcome {
    std::string output;
    std::string errors;
    int status = -1;  ///< as a shell shows it: 128 + N after signal N
    bool overdue = false;
};

class Child {
  public:
    explicit Child(const Command& command);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Waits until standard output (or standard error) holds the text; false when it ended or took too long
    /// without.
    [[nodiscard]] bool has_written(std::string_view text, std::chrono::milliseconds bound = 20s);
    void send(int signal_number) const;
    /// Waits for the end; the process is killed when that takes longer than the bound.
    [[nodiscard]] Outcome finish(std::chrono::milliseconds bound = 60s);
    /// The most memory that it held, in KiB; known after finish().
    [[nodiscard]] long peak_memory() const { return peak_memory_; }

  private:
    [[nodiscard]] bool read_more(std::chrono::steady_clock::time_point deadline);
    void reap();

    pid_t process_ = -1;
    int output_ = -1;
    int errors_ = -1;
    long peak_memory_ = 0;
    Outcome outcome_;
};

/// Starts a program and waits for its end.
[[nodiscard]] Outcome run(const Command& command);

/// The environment of every test: the same on each machine.
[[nodiscard]] std::vector<std::string> plain_environment();

}  // namespace aiorun::programs
