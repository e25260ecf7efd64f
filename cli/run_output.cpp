#include "cli/run_output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/terminal.hpp"
#include "runtime/task.hpp"
#include "value/utf8.hpp"

namespace aiorun::cli {
namespace {

constexpr size_t longest_buffer = 64 * 1024;           // beyond it a write costs less than the copying
constexpr std::chrono::milliseconds longest_wait{50};  // a loop that never idles has readers too

}  // namespace

RunOutput::RunOutput(Log& log, const value::Secrets& secrets)
    : log_(log), secrets_(secrets), is_terminal_(isatty(STDOUT_FILENO) == 1) {}

bool RunOutput::print(std::string_view line) {
    if (!problem_.empty()) {
        return false;
    }
    std::string masked;
    if (!secrets_.empty()) {
        masked = secrets_.mask_printed(std::string(line));
        line = masked;
    }
    if (is_terminal_) {
        buffer_ += value::escape_for_terminal(line, value::Whitespace::keep);  // it may hold what came from outside
    } else {
        buffer_ += line;
    }
    buffer_ += '\n';
    bool is_due = std::chrono::steady_clock::now() - flushed_ >= longest_wait;
    return (buffer_.size() < longest_buffer && !is_due) || flush();
}

bool RunOutput::flush() {
    if (problem_.empty() && !buffer_.empty()) {
        flushed_ = std::chrono::steady_clock::now();
        writing_.swap(buffer_);  // who is asked meanwhile to flush has nothing to do
        if (!write_output(writing_)) {
            problem_ = std::string("cannot write to standard output: ") + (errno == EINTR ? "nobody reads it" : std::strerror(errno));
        }
        writing_.clear();
    }
    buffer_.clear();
    return problem_.empty();
}

void RunOutput::log(steps::LogLevel level, std::string_view message, const value::Value& fields,
                    const runtime::Task& task) {
    if (!log_.writes(level)) {
        return;
    }
    Log::Origin origin{task.name(), {}, {}};
    if (const runtime::StepInfo* step = task.step()) {
        origin.step = step->name.empty() ? step->action : step->name;
        origin.place = std::string(step->place.file) + ":" + std::to_string(step->place.line);
    }
    (void)flush();  // so that both streams, on one terminal, tell one story
    log_.write(level, message, fields, origin);
}

}  // namespace aiorun::cli
