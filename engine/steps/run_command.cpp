// `run:`: a subprocess.
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/run_command_options.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "value/stand_in.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {
namespace {

constexpr size_t shown_lines = 5;
constexpr size_t shown_bytes = 500;

/// Tells the log what a process writes.
class LogLines final : public process::LineSink {
  public:
    LogLines(Output& output, const runtime::Task& task, std::string name)
        : output_(output), task_(task), name_(std::move(name)) {}
    void on_line(process::Stream stream, std::string_view line) override {
        Value fields = value::MapBuilder()
                           .set("stream", stream == process::Stream::output ? "stdout" : "stderr")
                           .build();
        output_.log(LogLevel::debug, name_ + ": " + value::escape_for_terminal(line), fields, task_);
    }

  private:
    Output& output_;
    const runtime::Task& task_;
    std::string name_;
};

/// The last lines of what a process wrote, fit for a message.
std::string last_lines(std::string_view text) {
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    size_t begin = text.size();
    for (size_t lines = 0; lines < shown_lines && begin > 0; ++lines) {
        size_t feed = text.rfind('\n', begin - 1);
        size_t start = feed == std::string_view::npos ? 0 : feed;
        if (text.size() - start > shown_bytes && lines > 0) {
            break;
        }
        begin = start;
    }
    text.remove_prefix(text.substr(begin).starts_with('\n') ? begin + 1 : begin);
    std::string shown = text.size() > shown_bytes ? "…" : "";
    text.remove_prefix(text.size() > shown_bytes ? text.size() - shown_bytes : 0);
    return shown + value::escape_for_terminal(text);
}

Value result_value(process::Result result, bool is_checked) {
    if (const value::StandIn* unknown = value::as_stand_in(result.unknown)) {
        // Where another one is an error, the status is known.
        return value::MapBuilder()
            .set("code", is_checked ? Value(result.code) : *unknown->field("code"))
            .set("stdout", *unknown->field("stdout"))
            .set("stderr", *unknown->field("stderr"))
            .set("ok", is_checked ? Value(result.code == 0) : *unknown->field("ok"))
            .build();
    }
    return value::MapBuilder()
        .set("code", result.code)
        .set("stdout", std::move(result.output))
        .set("stderr", std::move(result.errors))
        .set("ok", result.code == 0)
        .build();
}

value::ErrorReference process_error(std::string message, Value code, Value output, Value errors) {
    auto error = value::make_error(value::error_type::process, std::move(message));
    error->details = value::MapBuilder()
                         .set("code", std::move(code))
                         .set("stdout", std::move(output))
                         .set("stderr", std::move(errors))
                         .build();
    return error;
}

value::ErrorReference bad_status(const std::string& name, process::Result result) {
    std::string message = name + " " + process::describe_code(result.code);
    if (std::string lines = last_lines(result.errors); !lines.empty()) {
        message += ": " + lines;
    }
    return process_error(std::move(message), result.code, std::move(result.output), std::move(result.errors));
}

class RunCommand final : public WaitingAction {
  public:
    explicit RunCommand(RunCommandOptions options) : options_(std::move(options)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<process::Command> command = options_.command(frame);
        Evaluated<bool> check = command ? options_.check(frame) : Evaluated<bool>(std::unexpected(command.error()));
        if (!check) {
            co_return Completion::raised(check.error());
        }
        std::string name = options_.name_of(*command);
        LogLines lines(frame.run().output(), frame.task(), name);
        command->lines = &lines;
        process::Outcome outcome = co_await frame.run().effects().run(frame.task(), std::move(*command));
        if (!outcome) {
            const process::Failure& failure = outcome.error();
            co_return failure.kind == process::FailureKind::cancelled
                ? Completion::cancelled()
                : Completion::raised(process_error(failure.message, Value(), Value(""), Value("")));
        }
        co_return outcome->code != 0 && *check ? Completion::raised(bad_status(name, std::move(*outcome)))
                                               : Completion(result_value(std::move(*outcome), *check));
    }
    void visit(ActionVisitor& visitor) const override { options_.visit(visitor); }

  private:
    RunCommandOptions options_;
};

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<RunCommand>(RunCommandOptions::read(step.value(), context));
}

}  // namespace

const ActionSpec run_action{
    .name = "run",
    .doc = "Runs a command: a list of a program and its arguments, or text for the shell.",
    .main = "command",
    .shape = Shape::anything,
    .options = run_command_keys(),
    .read = read,
    .result = "{ code, stdout, stderr, ok }",
};

}  // namespace aiorun::steps
