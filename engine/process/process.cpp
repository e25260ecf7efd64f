#include "process/process.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "process/check.hpp"
#include "process/child.hpp"
#include "process/children.hpp"
#include "process/spawn.hpp"
#include "runtime/task.hpp"

namespace aiorun::process {
namespace {

using runtime::Wakeup;

class ChildWait final : public runtime::Waiter {
  public:
    ChildWait(runtime::Task& task, Child& child, const std::string& program)
        : Waiter(task), program_(program) {
        child.enrol(*this);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override {
        return {runtime::WaitKind::process, program_};
    }

  private:
    const std::string& program_;
};

/// A pause in which other processes may end.
class Pause final : public runtime::Waiter, private runtime::Timer {
  public:
    Pause(runtime::Task& task, runtime::Duration duration) : Waiter(task) {
        task.loop().set_timer(*this, task.loop().now() + duration);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override {
        return {runtime::WaitKind::other, "free file descriptors"};
    }

  private:
    void run() override { wake(); }
};

constexpr runtime::Duration shortest_pause = std::chrono::milliseconds(5);
constexpr runtime::Duration longest_pause = std::chrono::milliseconds(100);

Failure too_much_output(const Command& command, Stream stream) {
    return {FailureKind::too_much_output, shown_program(command) + " wrote more than " +
                                              std::to_string(command.max_output) + " bytes to standard " +
                                              (stream == Stream::output ? "output" : "error") +
                                              " and was stopped; `max_output` allows more"};
}

}  // namespace

runtime::Coro<Outcome> run(runtime::Task& task, Command command) {
    std::expected<Spawned, NotSpawned> spawned = spawn(command);
    // Too many at once: those that run will end and make room.
    for (runtime::Duration pause = shortest_pause; !spawned && spawned.error().is_starved && has_children();
         pause = std::min(2 * pause, longest_pause)) {
        Pause wait(task, pause);
        if (co_await wait == Wakeup::cancelled) {
            co_return std::unexpected(Failure{FailureKind::cancelled});
        }
        spawned = spawn(command);
    }
    if (!spawned) {
        co_return std::unexpected(Failure{FailureKind::not_started, std::move(spawned.error().message)});
    }
    const std::string program = shown_program(command);
    Child child(task.loop(), std::move(*spawned), command);
    if (!child.watch()) {
        co_return std::unexpected(
            Failure{FailureKind::not_started, "cannot watch " + program + ": " + strerrordesc_np(errno)});
    }
    bool cancelled = false;
    {
        ChildWait wait(task, child, program);
        cancelled = co_await wait == Wakeup::cancelled;
    }
    bool ended = child.has_ended();
    if (!ended) {
        child.stop(command.kill_after);
    }
    while (!ended && !child.is_gone()) {
        // Whoever cancels again (a run that ends does so with all that is left) asks for nothing new.
        ChildWait wait(task, child, program);
        cancelled |= co_await wait == Wakeup::cancelled;
    }
    if (cancelled) {
        co_return std::unexpected(Failure{FailureKind::cancelled});
    }
    if (std::optional<Stream> stream = child.over_limit()) {
        co_return std::unexpected(too_much_output(command, *stream));
    }
    co_return child.take_result();
}

std::string describe_code(int code) {
    if (code >= 0) {
        return "exited with status " + std::to_string(code);
    }
    const char* name = sigabbrev_np(-code);
    return "was ended by signal " + std::to_string(-code) +
           (name == nullptr ? "" : " (" + std::string(name) + ")");
}

}  // namespace aiorun::process
