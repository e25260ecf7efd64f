#include "cli/error_report.hpp"

#include "value/utf8.hpp"

namespace aiorun::cli {
namespace {

constexpr size_t most_errors = 20;  // of a group; the rest is counted
constexpr size_t most_causes = 5;
constexpr size_t longest_line = 160;

std::string shown(std::string_view text) { return value::escape_for_terminal(text); }

/// `  12 |   - fetch: /x`
std::string source_line(const value::Place& place, const workflow::Workflow& workflow) {
    std::string text = workflow_line(place, workflow);
    std::string number = std::to_string(place.line);
    return text.empty() ? "" : std::string(number.size() < 5 ? 5 - number.size() : 0, ' ') + number + " | " + text;
}

std::string place_of(const value::Error& error) {
    if (error.place.file == nullptr || error.place.line == 0) {
        return {};
    }
    std::string text = shown(error.place.file) + ":" + std::to_string(error.place.line) + ":" +
                       std::to_string(error.place.column) + ": in step \"" + shown(error.step) + "\"";
    return error.task.empty() || error.task == "main" ? text : text + " of task " + shown(error.task);
}

void append(std::string& out, const value::Error& error, const workflow::Workflow& workflow, const std::string& indent,
            size_t causes);

void append_group(std::string& out, const value::Error& error, const workflow::Workflow& workflow,
                  const std::string& indent) {
    size_t count = 0;
    for (const value::ErrorReference& inner : error.errors) {
        if (++count > most_errors) {
            out += indent + "… and " + std::to_string(error.errors.size() - most_errors) + " more errors\n";
            return;
        }
        out += indent + std::to_string(count) + ". " + shown(value::describe(*inner)) + "\n";
        append(out, *inner, workflow, indent + "   ", 0);
    }
}

void append(std::string& out, const value::Error& error, const workflow::Workflow& workflow, const std::string& indent,
            size_t causes) {
    std::string place = place_of(error);
    if (!place.empty()) {
        out += indent + place + "\n";
        std::string line = source_line(error.place, workflow);
        if (!line.empty()) {
            out += indent + line + "\n";
        }
    }
    if (error.attempts > 1) {
        out += indent + "gave up after " + std::to_string(error.attempts) + " attempts\n";
    }
    append_group(out, error, workflow, indent + "  ");
    if (error.cause && causes < most_causes) {
        out += indent + "raised while this was handled: " + shown(value::describe(*error.cause)) + "\n";
        append(out, *error.cause, workflow, indent + "  ", causes + 1);
    }
}

}  // namespace

std::string explain_error(const value::Error& error, const workflow::Workflow& workflow) {
    std::string out;
    append(out, error, workflow, "", 0);
    return out;
}

std::string workflow_line(const value::Place& place, const workflow::Workflow& workflow) {
    for (const auto& file : workflow.files) {
        bool is_here = place.file != nullptr && file->source->name() == place.file;
        if (!is_here || place.line == 0 || place.line > file->source->line_count()) {
            continue;
        }
        std::string text = value::escape_for_terminal(file->source->line(place.line), value::Whitespace::keep);
        if (text.size() > longest_line) {
            text = value::to_valid_utf8(text.substr(0, longest_line)) + "…";
        }
        return text;
    }
    return {};
}

std::string error_line(const value::Error& error, const Terminal& terminal) {
    return terminal.error_word() + shown(value::describe(error)) + "\n";
}

}  // namespace aiorun::cli
