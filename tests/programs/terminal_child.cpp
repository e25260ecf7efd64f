#include "tests/programs/terminal_child.hpp"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace aiorun::programs {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (const std::string& text : texts) {
        result.push_back(const_cast<char*>(text.c_str()));
    }
    result.push_back(nullptr);
    return result;
}

}  // namespace

TerminalChild::TerminalChild(const Command& command, size_t columns, size_t rows) : screen_(columns, rows) {
    winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
    std::vector<char*> arguments = pointers(command.arguments);
    std::vector<char*> environment = pointers(command.environment);
    process_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (process_ == 0) {
        if (chdir(command.folder.c_str()) == 0) {
            execve(arguments[0], arguments.data(), environment.data());
        }
        _exit(127);
    }
    if (process_ < 0) {
        throw std::runtime_error("no terminal for a test program");
    }
}

TerminalChild::~TerminalChild() {
    if (process_ > 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    close(terminal_);
}

bool TerminalChild::read_more(std::chrono::steady_clock::time_point deadline) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{terminal_, POLLIN, 0};
    if (!is_open_ || left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
        return false;
    }
    std::array<char, 65536> buffer;
    ssize_t count = read(terminal_, buffer.data(), buffer.size());
    if (count <= 0) {
        is_open_ = false;  // EIO: nobody has the terminal open any more
        return false;
    }
    std::string_view text(buffer.data(), static_cast<size_t>(count));
    bytes_ += text;
    screen_.write(text);
    return true;
}

bool TerminalChild::wait_until(const std::function<bool()>& holds, std::chrono::milliseconds bound) {
    auto deadline = std::chrono::steady_clock::now() + bound;
    while (!holds()) {
        if (!read_more(deadline)) {
            return false;
        }
    }
    return true;
}

void TerminalChild::type(std::string_view keys) const { (void)!write(terminal_, keys.data(), keys.size()); }

void TerminalChild::send(int signal_number) const { kill(process_, signal_number); }

void TerminalChild::resize(size_t columns, size_t rows) {
    screen_.resize(columns, rows);
    winsize size{static_cast<unsigned short>(rows), static_cast<unsigned short>(columns), 0, 0};
    ioctl(terminal_, TIOCSWINSZ, &size);
}

bool TerminalChild::stops() {
    int status = 0;
    return waitpid(process_, &status, WUNTRACED) == process_ && WIFSTOPPED(status);
}

int TerminalChild::finish(std::chrono::milliseconds bound) {
    auto deadline = std::chrono::steady_clock::now() + bound;
    while (read_more(deadline)) {
    }
    if (is_open_) {
        return -1;
    }
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace aiorun::programs
