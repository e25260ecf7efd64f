// What the tests of processes share: a loop with one task that runs a command, and what must be left of it:
// nothing.
#pragma once

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "process/process.hpp"
#include "runtime/task.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::process::testing {

inline ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

inline bool has_children() {
    return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

/// Whether a process is there and has not ended; one that nobody has collected yet has.
inline bool is_running(int id) {
    std::ifstream file("/proc/" + std::to_string(id) + "/stat");
    std::string status;
    std::getline(file, status);
    size_t name_end = status.rfind(')');
    return name_end != std::string::npos && status.at(name_end + 2) != 'Z' && status.at(name_end + 2) != 'X';
}

/// A folder of its own, gone with its object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "aiorun-process-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

inline Command shell(std::string script) {
    Command command;
    command.arguments = {"sh", "-c", std::move(script)};
    return command;
}

/// Calls a function for each line, and keeps them.
class Lines final : public LineSink {
  public:
    Lines() = default;
    explicit Lines(std::function<void(const std::string&)> react) : react_(std::move(react)) {}
    void on_line(Stream stream, std::string_view line) override {
        (stream == Stream::output ? output : errors).emplace_back(line);
        if (react_) {
            react_(std::string(line));
        }
    }
    std::vector<std::string> output;
    std::vector<std::string> errors;

  private:
    std::function<void(const std::string&)> react_;
};

/// A loop, and what must hold when it is gone: no child, no descriptor more than before.
class World {
  public:
    explicit World(std::unique_ptr<runtime::Clock> clock = std::make_unique<runtime::MonotonicClock>())
        : clock_(std::move(clock)), loop_(std::make_unique<runtime::Loop>(*clock_)) {}
    ~World() {
        loop_.reset();
        CHECK(open_descriptors() == before_);
        CHECK_FALSE(has_children());
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] runtime::Loop& loop() { return *loop_; }

    /// A task that runs the command; its outcome is there when run() ends.
    runtime::TaskReference start(Command command, Outcome& outcome) {
        ++running_;
        runtime::TaskStart task;
        task.body = body(*this, std::move(command), outcome);
        return runtime::Task::create(*loop_, std::move(task));
    }
    /// Until all tasks have ended.
    void run_all() { REQUIRE(loop_->run() == runtime::LoopEnd::stopped); }
    Outcome run(Command command) {
        Outcome outcome;
        task_ = start(std::move(command), outcome);
        run_all();
        task_ = nullptr;
        return outcome;
    }
    /// The task of run(), for a sink that cancels it.
    [[nodiscard]] runtime::Task& task() { return *task_; }

  private:
    static runtime::Coro<runtime::Completion> body(World& world, Command command, Outcome& outcome) {
        outcome = co_await process::run(*world.loop_->current(), std::move(command));
        if (--world.running_ == 0) {
            world.loop_->stop();
        }
        co_return runtime::Completion();
    }

    ptrdiff_t before_ = open_descriptors();
    std::unique_ptr<runtime::Clock> clock_;
    std::unique_ptr<runtime::Loop> loop_;
    runtime::TaskReference task_;
    int running_ = 0;
};

inline Outcome run(Command command) {
    return World().run(std::move(command));
}

/// The message of a command that cannot be started.
inline std::string refusal(Command command) {
    Outcome outcome = run(std::move(command));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::not_started);
    return outcome.error().message;
}

}  // namespace aiorun::process::testing
