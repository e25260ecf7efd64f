// A test_server of its own for a test: started when constructed, killed when destroyed.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace aiorun::test_server {

/// Starts a program with its standard output in a pipe, whose end it gives; -1 when that failed.
[[nodiscard]] inline int start_program(std::vector<std::string> arguments, pid_t& process) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -1;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    int error = posix_spawnp(&process, pointers[0], &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error != 0) {
        ::close(ends[0]);
        return -1;
    }
    return ends[0];
}

class ServerFixture {
  public:
    explicit ServerFixture(const std::string& unix_socket = {}) {
        std::vector<std::string> arguments{AIORUN_TEST_SERVER};
        if (!unix_socket.empty()) {
            arguments.insert(arguments.end(), {"--unix", unix_socket});
        }
        int output = start_program(std::move(arguments), process_);
        std::string line;
        for (char c = 0; output >= 0 && read(output, &c, 1) == 1 && c != '\n';) {
            line += c;
        }
        ::close(output);
        if (line.empty()) {
            throw std::runtime_error("the test server did not start: " AIORUN_TEST_SERVER);
        }
        port_ = static_cast<uint16_t>(std::stoi(line));
    }
    ~ServerFixture() {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    ServerFixture(const ServerFixture&) = delete;
    ServerFixture& operator=(const ServerFixture&) = delete;

    [[nodiscard]] uint16_t port() const noexcept { return port_; }
    /// `http://127.0.0.1:PORT` and the path.
    [[nodiscard]] std::string url(const std::string& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

  private:
    pid_t process_ = -1;
    uint16_t port_ = 0;
};

}  // namespace aiorun::test_server
