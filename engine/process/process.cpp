#include "process/process.hpp"

#include <cerrno>
#include <cstring>

#include "process/child.hpp"
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

Failure too_much_output(const Command& command, Stream stream) {
    return {FailureKind::too_much_output, shown_program(command) + " wrote more than " +
                                              std::to_string(command.max_output) + " bytes to standard " +
                                              (stream == Stream::output ? "output" : "error") +
                                              " and was stopped; `max_output` allows more"};
}

}  // namespace

runtime::Coro<Outcome> run(runtime::Task& task, Command command) {
    std::expected<Spawned, std::string> spawned = spawn(command);
    if (!spawned) {
        co_return std::unexpected(Failure{FailureKind::not_started, std::move(spawned.error())});
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
        ChildWait wait(task, child, program);
        if (co_await wait == Wakeup::cancelled) {
            cancelled = true;
            child.kill();
        }
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
