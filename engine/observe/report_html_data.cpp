#include "observe/report_html_data.hpp"

#include <chrono>
#include <cstdio>
#include <initializer_list>

#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

int64_t index_of(uint32_t entry) { return entry == no_entry ? -1 : int64_t{entry}; }

int64_t microseconds(Duration time) { return std::chrono::duration_cast<std::chrono::microseconds>(time).count(); }

class Writer {
  public:
    Writer(const RunRecord& record, const PageFacts& facts) : record_(record), facts_(facts) {}

    std::string write() {
        out_ = "{\"format\":1";
        write_facts();
        write_counts();
        write_texts();
        write_infos();
        write_tasks();
        write_steps();
        write_waits();
        write_operations();
        write_attempts();
        write_errors();
        return out_ + "}";
    }

  private:
    void key(std::string_view name) {
        out_ += ",\"";
        out_ += name;
        out_ += "\":";
    }
    void text(std::string_view name, const std::string& text) {
        key(name);
        out_ += script_string(facts_.mask(text));
    }
    void number(std::string_view name, int64_t number) {
        key(name);
        out_ += std::to_string(number);
    }
    void numbers(std::initializer_list<int64_t> numbers) {
        for (int64_t number : numbers) {
            if (out_.back() != '[') {
                out_ += ',';
            }
            out_ += std::to_string(number);
        }
    }
    template <class Rows, class WriteRow>
    void rows(std::string_view name, const Rows& rows, WriteRow write_row) {
        key(name);
        out_ += '[';
        for (const auto& row : rows) {
            out_ += out_.back() == '[' ? "[" : ",[";
            write_row(row);
            out_ += ']';
        }
        out_ += ']';
    }

    void write_facts() {
        text("title", facts_.title);
        text("file", facts_.file);
        text("started", facts_.started);
        text("version", facts_.version);
        text("seed", facts_.seed);
        text("clock", facts_.clock);
        text("outcome", facts_.outcome);
        number("exit", facts_.exit_status);
        text("error", facts_.error);
        text("details", facts_.details);
        number("duration", microseconds(record_.duration));
    }

    void write_counts() {
        const RunCounts& counts = record_.counts;
        key("counts");
        out_ += "{\"tasks\":" + std::to_string(counts.tasks);
        number("failedTasks", static_cast<int64_t>(counts.failed_tasks));
        number("cancelledTasks", static_cast<int64_t>(counts.cancelled_tasks));
        number("mostRunning", static_cast<int64_t>(counts.most_running));
        number("steps", static_cast<int64_t>(counts.steps));
        number("transfers", static_cast<int64_t>(counts.transfers));
        number("failedTransfers", static_cast<int64_t>(counts.failed_transfers));
        number("processes", static_cast<int64_t>(counts.processes));
        number("bytes", static_cast<int64_t>(counts.bytes));
        number("attempts", static_cast<int64_t>(counts.attempts));
        number("waited", microseconds(counts.waited));
        number("omitted", static_cast<int64_t>(counts.omitted));
        out_ += '}';
    }

    void write_texts() {
        key("texts");
        out_ += '[';
        for (const std::string& text : record_.texts) {
            out_ += out_.back() == '[' ? "" : ",";
            out_ += script_string(text);  // masked when it was recorded
        }
        out_ += ']';
    }

    /// Steps as they are written: action, name, file, line, column, the line's text.
    void write_infos() {
        rows("infos", record_.infos, [&](const runtime::StepInfo* info) {
            std::string file = info->place.file == nullptr ? "" : info->place.file;
            out_ += script_string(facts_.mask(std::string(info->action))) + "," +
                    script_string(facts_.mask(std::string(info->name))) + "," +
                    script_string(facts_.mask(file)) + "," + std::to_string(info->place.line) + "," +
                    std::to_string(info->place.column) + "," + script_string(facts_.mask(facts_.line(info->place)));
        });
    }

    void write_tasks() {
        rows("tasks", record_.tasks, [&](const RecordedTask& task) {
            numbers({static_cast<int64_t>(task.id), index_of(task.parent), index_of(task.name), index_of(task.origin),
                     microseconds(task.begin), microseconds(task.end), static_cast<int64_t>(task.outcome),
                     index_of(task.error)});
        });
    }

    void write_steps() {
        rows("steps", record_.steps, [&](const RecordedStep& step) {
            numbers({index_of(step.task), index_of(step.info), microseconds(step.begin), microseconds(step.end),
                     static_cast<int64_t>(step.outcome), index_of(step.error), step.depth, step.is_leaf ? 1 : 0});
        });
    }

    /// The word of the wait's kind is a text of its own, as there are few of them.
    void write_waits() {
        rows("waits", record_.waits, [&](const RecordedWait& wait) {
            numbers({index_of(wait.task), index_of(wait.subject), microseconds(wait.begin), microseconds(wait.end),
                     index_of(wait.holder), index_of(wait.waker)});
            out_ += ",\"" + std::string(runtime::to_word(wait.kind)) + "\"";
        });
    }

    void write_operations() {
        rows("operations", record_.operations, [&](const RecordedOperation& operation) {
            numbers({index_of(operation.task), index_of(operation.what), microseconds(operation.begin),
                     microseconds(operation.end), static_cast<int64_t>(operation.outcome), index_of(operation.result),
                     operation.status, static_cast<int64_t>(operation.received), operation.is_transfer ? 1 : 0});
            out_ += ",[";
            for (const RecordedPhase& phase : operation.phases) {
                numbers({index_of(phase.name), microseconds(phase.begin), microseconds(phase.end)});
            }
            out_ += ']';
        });
    }

    void write_attempts() {
        rows("attempts", record_.attempts, [&](const RecordedAttempt& attempt) {
            numbers({index_of(attempt.task), microseconds(attempt.at), attempt.number, attempt.of,
                     microseconds(attempt.pause), index_of(attempt.problem)});
        });
    }

    void write_errors() {
        rows("errors", record_.errors, [&](const RecordedError& error) {
            numbers({index_of(error.type), index_of(error.message), index_of(error.explanation), index_of(error.task),
                     index_of(error.info), microseconds(error.at)});
        });
    }

    const RunRecord& record_;
    const PageFacts& facts_;
    std::string out_;
};

}  // namespace

std::string report_data(const RunRecord& record, const PageFacts& facts) { return Writer(record, facts).write(); }

std::string script_string(std::string_view text) {
    std::string out = "\"";
    for (char character : value::to_valid_utf8(value::escape_for_terminal(text, value::Whitespace::keep))) {
        auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || character == '<' || character == '>' || character == '&') {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", byte);
            out += escape;
        } else {
            out += character == '"' || character == '\\' ? "\\" : "";
            out += character;
        }
    }
    return out + "\"";
}

}  // namespace aiorun::observe
