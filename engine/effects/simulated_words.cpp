#include "effects/simulated_words.hpp"

#include <variant>

#include "document/duration.hpp"
#include "http/url.hpp"

namespace aiorun::effects {
namespace {

constexpr size_t longest_command = 500;

std::string describe_body(const http::Body& body) {
    if (const auto* text = std::get_if<http::TextBody>(&body)) {
        std::string type = text->content_type.empty() ? "" : " of " + text->content_type;
        return " with " + std::to_string(text->text.size()) + " bytes" + type;
    }
    if (const auto* parts = std::get_if<http::MultipartBody>(&body)) {
        size_t count = parts->parts.size();
        return " with a form of " + std::to_string(count) + (count == 1 ? " part" : " parts");
    }
    if (const auto* upload = std::get_if<http::UploadBody>(&body)) {
        return " with the file " + upload->path;
    }
    return {};
}

std::string describe_expectation(const std::vector<http::StatusRange>& ranges) {
    if (ranges.size() == 1 && ranges[0].first <= 100 && ranges[0].last == 399) {
        return "expects a status below 400";
    }
    std::string text;
    for (const http::StatusRange& range : ranges) {
        if (range.first <= 100 && range.last >= 599) {
            return "expects any status";
        }
        text += text.empty() ? "expects " : " or ";
        text += std::to_string(range.first) + (range.first == range.last ? "" : " to " + std::to_string(range.last));
    }
    return text;
}

std::string_view name_of(MockFailure::Kind kind) {
    switch (kind) {
        case MockFailure::Kind::connection: return "ConnectionError";
        case MockFailure::Kind::timeout: return "TimeoutError";
        case MockFailure::Kind::value: return "ValueError";
        case MockFailure::Kind::not_started: return "ProcessError";
    }
    return {};
}

}  // namespace

std::string describe_request(const http::Request& request, const std::string& url) {
    std::string text = request.method + " " + http::shown_url(url) + describe_body(request.body);
    text += ", " + describe_expectation(request.expect);
    if (request.save) {
        text += ", saves it to " + request.save->path;
    }
    return text;
}

std::string shown_command(const process::Command& command) {
    const std::vector<std::string>& words = command.arguments;
    if (words.size() == 3 && words[0] == "/bin/sh" && words[1] == "-c") {
        return words[2];
    }
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

namespace {

/// As a shell would need it.
std::string in_quotes(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+~";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
        return word;
    }
    std::string text = "'";
    for (char c : word) {
        text += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return text + "'";
}

/// A shell's text as it is, arguments so that it can be told where each begins and ends.
std::string quoted_command(const process::Command& command) {
    std::string shown = shown_command(command);
    const std::vector<std::string>& words = command.arguments;
    if (words.size() == 3 && shown == words[2]) {
        return shown;
    }
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + in_quotes(word);
    }
    return text;
}

}  // namespace

std::string describe_command(const process::Command& command) {
    std::string text = quoted_command(command);
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    if (text.size() > longest_command) {
        text = text.substr(0, longest_command) + "…";
    }
    text = "run " + text;
    if (!command.directory.empty()) {
        text += " in " + command.directory;
    }
    if (command.input) {
        text += " with " + std::to_string(command.input->size()) + " bytes of input";
    }
    return text;
}

std::string describe_answer(const MockAnswer& answer, Question::Kind kind, runtime::Duration latency) {
    std::string after = " after " + document::format_duration(latency);
    if (answer.failure) {
        return "fails with " + std::string(name_of(answer.failure->kind)) + after;
    }
    return kind == Question::Kind::transfer ? "answers " + std::to_string(answer.status) + after
                                            : "exits with " + std::to_string(answer.code) + after;
}

}  // namespace aiorun::effects
