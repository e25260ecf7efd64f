#include "cli/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "value/finite.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::cli {
namespace {

/// Writes each line whole, with one system call, so that lines of several processes do not mix.
class ErrorSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        write_errors(std::string_view(line.data(), line.size()));
    }
    void flush_() override {}
};

spdlog::level::level_enum to_spdlog(steps::LogLevel level) {
    switch (level) {
        case steps::LogLevel::debug: return spdlog::level::debug;
        case steps::LogLevel::info: return spdlog::level::info;
        case steps::LogLevel::warning: return spdlog::level::warn;
        case steps::LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view word(steps::LogLevel level) {
    constexpr std::string_view words[] = {"debug", "info", "warning", "error"};
    return words[static_cast<size_t>(level)];
}

std::string to_text(std::string_view message, const value::Value& fields, const Log::Origin& origin) {
    std::string text = value::escape_for_terminal(message);
    if (fields.is_map()) {
        for (const auto& [key, field] : fields.as_map()) {
            text += " " + value::escape_for_terminal(value::to_text(key)) + "=" + value::to_json(field);
        }
    }
    return origin.task.empty() ? text : text + "  (" + value::escape_for_terminal(origin.task) + ")";
}

std::string to_json(steps::LogLevel level, std::string_view message, const value::Value& fields,
                    const Log::Origin& origin) {
    value::MapBuilder line;
    auto now = std::chrono::system_clock::now().time_since_epoch();
    line.set("time", std::chrono::duration<double>(now).count()).set("level", word(level)).set("message", message);
    if (!origin.task.empty()) {
        line.set("task", origin.task).set("step", origin.step).set("place", origin.place);
    }
    if (!fields.is_null()) {
        line.set("fields", value::to_finite(fields));
    }
    return value::to_json(line.build());
}

}  // namespace

struct Log::Sink {
    spdlog::logger logger{"aiorun", std::make_shared<ErrorSink>()};
};

Log::Log(steps::LogLevel level, LogFormat format, const Terminal& terminal, const value::Secrets& secrets)
    : sink_(std::make_unique<Sink>()), format_(format), secrets_(secrets) {
    // JSON lines bring their own time and level; spdlog's patterns do not escape them.
    bool ansi = terminal.color() == document::Color::ansi;
    sink_->logger.set_pattern(format == LogFormat::json ? "%v" : ansi ? "\x1b[2m%H:%M:%S.%e\x1b[0m %l: %v" : "%H:%M:%S.%e %l: %v");
    sink_->logger.set_level(to_spdlog(level));
}

Log::~Log() = default;

bool Log::writes(steps::LogLevel level) const { return sink_->logger.should_log(to_spdlog(level)); }

void Log::write(steps::LogLevel level, std::string_view message, const value::Value& fields, const Origin& origin) {
    if (!writes(level)) {
        return;
    }
    std::string line = format_ == LogFormat::json ? to_json(level, message, fields, origin) : to_text(message, fields, origin);
    sink_->logger.log(to_spdlog(level), spdlog::string_view_t(secrets_.mask(std::move(line))));
}

}  // namespace aiorun::cli
