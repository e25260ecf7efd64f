// A program that runs on a terminal of its own, which a test sees and resizes.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "tests/programs/child.hpp"
#include "tests/programs/screen.hpp"

namespace aiorun::programs {

class TerminalChild {
  public:
    /// All three standard streams are the terminal; `input` and `output` of the command are not used.
    TerminalChild(const Command& command, size_t columns, size_t rows);
    ~TerminalChild();
    TerminalChild(const TerminalChild&) = delete;
    TerminalChild& operator=(const TerminalChild&) = delete;

    /// Reads until `holds` or the bound; whether it holds.
    [[nodiscard]] bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds bound = 20s);
    [[nodiscard]] bool has_written(std::string_view text) {
        return wait_until([&] { return bytes_.find(text) != std::string::npos; });
    }
    /// Keys, as they are typed.
    void type(std::string_view keys) const;
    void send(int signal_number) const;
    void resize(size_t columns, size_t rows);
    /// Whether it stopped within the bound (SIGSTOP, SIGTSTP).
    [[nodiscard]] bool stops();
    /// Waits for the end: the status as a shell shows it, -1 when it took too long.
    [[nodiscard]] int finish(std::chrono::milliseconds bound = 60s);

    [[nodiscard]] const Screen& screen() const { return screen_; }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    [[nodiscard]] bool read_more(std::chrono::steady_clock::time_point deadline);

    pid_t process_ = -1;
    int terminal_ = -1;
    bool is_open_ = true;
    Screen screen_;
    std::string bytes_;
};

}  // namespace aiorun::programs
