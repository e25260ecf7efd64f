#include "cli/github.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "cli/terminal.hpp"
#include "document/duration.hpp"
#include "value/utf8.hpp"

namespace aiorun::cli {
namespace {

constexpr size_t most_annotations = 50;  // GitHub shows ten of each level, and keeps fifty of a job
constexpr size_t longest_message = 2000;

enum class Within : uint8_t { message, property };

/// As @actions/core escapes: a command ends with its line, a property with a comma, the properties with a colon.
std::string escape(std::string_view text, Within within) {
    std::string out;
    for (char c : text) {
        bool is_separator = within == Within::property && (c == ':' || c == ',');
        if (c == '%' || c == '\r' || c == '\n' || is_separator) {
            constexpr std::string_view digits = "0123456789ABCDEF";
            auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4U], digits[byte & 15U]};
        } else {
            out += c;
        }
    }
    return out;
}

std::string shown(std::string text) {
    text = value::escape_for_terminal(text, value::Whitespace::keep);
    if (text.size() > longest_message) {
        text.resize(value::valid_utf8_prefix(std::string_view(text).substr(0, longest_message)));
        text += "…";
    }
    return text;
}

/// Annotations are shown at files of the repository only, named from its root on.
std::string path_in_repository(const std::string& path) {
    const char* workspace = std::getenv("GITHUB_WORKSPACE");
    if (workspace == nullptr || *workspace == '\0') {
        return path;
    }
    std::error_code problem;
    std::filesystem::path root = std::filesystem::weakly_canonical(workspace, problem);
    std::filesystem::path file = std::filesystem::weakly_canonical(path, problem);
    std::filesystem::path relative = problem ? std::filesystem::path() : file.lexically_relative(root);
    return relative.empty() || *relative.begin() == ".." ? path : relative.string();
}

bool is_file(const std::string& name) { return !name.empty() && name != "<stdin>"; }

/// The errors that have a place of their own: those of a group, else the error itself.
void collect(const value::Error& error, const value::Secrets& secrets, std::vector<Annotation>& found) {
    for (const value::ErrorReference& inner : error.errors) {
        collect(*inner, secrets, found);
    }
    if (!error.errors.empty() || found.size() >= most_annotations) {
        return;
    }
    Annotation annotation{.line = error.place.line, .column = error.place.column};
    annotation.file = error.place.file == nullptr ? "" : error.place.file;
    annotation.title = secrets.mask(error.step.empty() ? error.type : error.type + " in step \"" + error.step + "\"");
    annotation.message = secrets.mask(error.message.empty() ? error.type : error.message);
    found.push_back(std::move(annotation));
}

/// The steps that wait for each other.
void collect(const workflow::WaitingReport& waiting, const value::Secrets& secrets, std::vector<Annotation>& found) {
    for (const workflow::WaitingTask& task : waiting.tasks) {
        size_t colon = task.place.rfind(':');
        if (colon == std::string::npos || found.size() >= most_annotations) {
            continue;
        }
        Annotation annotation{.title = std::string(value::error_type::deadlock)};
        annotation.file = task.place.substr(0, colon);
        annotation.line = static_cast<uint32_t>(std::strtoul(task.place.c_str() + colon + 1, nullptr, 10));
        annotation.column = task.column;
        annotation.message = secrets.mask(task.task + " waits for " + task.waits_for);
        for (size_t i = 0; i < task.holders.size(); ++i) {
            annotation.message += secrets.mask((i == 0 ? ", held back by " : ", ") + task.holders[i]);
        }
        found.push_back(std::move(annotation));
    }
}

}  // namespace

bool is_github_actions() {
    const char* value = std::getenv("GITHUB_ACTIONS");
    return value != nullptr && std::string_view(value) == "true";
}

std::string to_command(const Annotation& annotation) {
    std::string properties;
    auto add = [&](std::string_view name, std::string_view value) {
        properties += (properties.empty() ? " " : ",") + std::string(name) + "=" + escape(value, Within::property);
    };
    if (is_file(annotation.file)) {
        add("file", shown(path_in_repository(annotation.file)));
        if (annotation.line > 0) {
            add("line", std::to_string(annotation.line));
        }
        if (annotation.line > 0 && annotation.column > 0) {
            add("col", std::to_string(annotation.column));
        }
    }
    add("title", shown(annotation.title));
    return (annotation.level == AnnotationLevel::error ? "::error" : "::warning") + properties +
           "::" + escape(shown(annotation.message), Within::message) + "\n";
}

std::string annotate(const std::vector<document::Diagnostic>& diagnostics) {
    std::string commands;
    for (size_t i = 0; i < diagnostics.size() && i < most_annotations; ++i) {
        const document::Diagnostic& each = diagnostics[i];
        Annotation annotation{.title = each.code, .message = each.message};
        annotation.level = each.severity == document::Severity::error ? AnnotationLevel::error : AnnotationLevel::warning;
        if (each.source != nullptr) {
            document::Position at = each.source->position(each.span.begin);
            annotation.file = each.source->name();
            annotation.line = at.line;
            annotation.column = at.column;
        }
        if (!each.hint.empty()) {
            annotation.message += "\nhint: " + each.hint;
        }
        commands += to_command(annotation);
    }
    return commands;
}

std::string annotate(const workflow::RunResult& result, const value::ErrorReference& error,
                     const workflow::Workflow& workflow, const value::Secrets& secrets) {
    std::vector<Annotation> found;
    for (const runtime::ForgottenFailure& failure : result.forgotten) {
        collect(*failure.error, secrets, found);
    }
    bool is_known = std::ranges::any_of(result.forgotten, [&](const auto& each) { return each.error == error; });
    if (error && result.deadlock) {
        collect(*result.deadlock, secrets, found);
    }
    if (error && !is_known && (!result.deadlock || found.empty())) {
        collect(*error, secrets, found);
    }
    std::string commands;
    for (Annotation& annotation : found) {
        if (annotation.file.empty()) {
            annotation.file = workflow.root().source->name();
        }
        commands += to_command(annotation);
    }
    return commands;
}

void append_summary(const workflow::Workflow& workflow, const value::ErrorReference& error, runtime::Duration time,
                    const value::Secrets& secrets) {
    const char* path = std::getenv("GITHUB_STEP_SUMMARY");
    if (path == nullptr || *path == '\0') {
        return;
    }
    const workflow::WorkflowFile& root = workflow.root();
    std::string name = root.name.empty() ? root.source->name() : root.name;
    auto rounded = std::chrono::round<std::chrono::milliseconds>(time);
    std::string text = "**" + shown(name) + "** " + (error ? "failed" : "succeeded") + " after " +
                       document::format_duration(rounded) + "\n";
    if (error) {
        // Indented code: no text can end it.
        text += "\n    " + value::escape_for_terminal(secrets.mask(value::describe(*error))) + "\n";
    }
    int descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
        (void)write_all(descriptor, text + "\n");
        close(descriptor);
    }
}

}  // namespace aiorun::cli
