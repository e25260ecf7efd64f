#include "tests/programs/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace aiorun::programs {
namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

Pipe make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe for a test program");
    }
    return {ends[0], ends[1]};
}

/// A file in memory, so that neither side waits for the other.
int input_file(const std::string& text) {
    int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0 || write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        lseek(file, 0, SEEK_SET) != 0) {
        throw std::runtime_error("no input for a test program");
    }
    return file;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (const std::string& text : texts) {
        result.push_back(const_cast<char*>(text.c_str()));
    }
    result.push_back(nullptr);
    return result;
}

void connect_output(OutputTo output, int pipe_end) {
    if (output == OutputTo::closed) {
        close(STDOUT_FILENO);
    } else {
        dup2(output == OutputTo::full_device ? open("/dev/full", O_WRONLY) : pipe_end, STDOUT_FILENO);
    }
}

}  // namespace

Child::Child(const Command& command) {
    Pipe output = make_pipe();
    Pipe errors = make_pipe();
    int input = input_file(command.input);
    std::vector<char*> arguments = pointers(command.arguments);
    std::vector<char*> environment = pointers(command.environment);
    process_ = fork();
    if (process_ == 0) {
        setpgid(0, 0);
        dup2(input, STDIN_FILENO);
        dup2(errors.write_end, STDERR_FILENO);
        connect_output(command.output, output.write_end);
        if (chdir(command.folder.c_str()) == 0) {
            execve(arguments[0], arguments.data(), environment.data());
        }
        _exit(127);
    }
    close(input);
    close(output.write_end);
    close(errors.write_end);
    output_ = output.read_end;
    errors_ = errors.read_end;
    if (process_ < 0) {
        throw std::runtime_error("a test program cannot be started");
    }
}

Child::~Child() {
    if (process_ > 0) {
        kill(-process_, SIGKILL);
        reap();
    }
    for (int end : {output_, errors_}) {
        if (end >= 0) {
            close(end);
        }
    }
}

bool Child::has_written(std::string_view text, std::chrono::milliseconds bound) {
    auto deadline = std::chrono::steady_clock::now() + bound;
    auto written = [&] {
        return outcome_.output.find(text) != std::string::npos ||
               outcome_.errors.find(text) != std::string::npos;
    };
    while (!written()) {
        if (!read_more(deadline)) {
            return false;
        }
    }
    return true;
}

void Child::send(int signal_number) const {
    kill(process_, signal_number);
}

Outcome Child::finish(std::chrono::milliseconds bound) {
    auto deadline = std::chrono::steady_clock::now() + bound;
    while (read_more(deadline)) {
    }
    outcome_.overdue = output_ >= 0 || errors_ >= 0;
    if (outcome_.overdue) {
        kill(-process_, SIGKILL);
    }
    reap();
    return outcome_;
}

/// False when both ends are closed, or the deadline has passed.
bool Child::read_more(std::chrono::steady_clock::time_point deadline) {
    auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || (output_ < 0 && errors_ < 0)) {
        return false;
    }
    std::array<pollfd, 2> waiting{pollfd{output_, POLLIN, 0}, pollfd{errors_, POLLIN, 0}};
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) {
        return false;
    }
    std::array<char, 65536> buffer;
    for (int* end : {&output_, &errors_}) {
        const pollfd& seen = waiting[end == &output_ ? 0 : 1];
        if (*end < 0 || seen.revents == 0) {
            continue;
        }
        ssize_t count = read(*end, buffer.data(), buffer.size());
        if (count > 0) {
            (end == &output_ ? outcome_.output : outcome_.errors)
                .append(buffer.data(), static_cast<size_t>(count));
        } else {
            close(*end);
            *end = -1;
        }
    }
    return true;
}

void Child::reap() {
    int status = 0;
    rusage usage{};
    if (wait4(process_, &status, 0, &usage) == process_) {
        outcome_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        peak_memory_ = usage.ru_maxrss;
    }
    process_ = -1;
}

Outcome run(const Command& command) {
    return Child(command).finish();
}

std::vector<std::string> plain_environment() {
    std::vector<std::string> result{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8"};
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            result.push_back(std::string(name) + "=" + value);
        }
    }
    return result;
}

}  // namespace aiorun::programs
