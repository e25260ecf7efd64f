#include "cli/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/terminal.hpp"
#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "value/limits.hpp"

namespace aiorun::cli {
namespace {

std::string system_error() { return std::strerror(errno); }

/// Writes to what is there.
std::expected<void, std::string> overwrite(const std::string& path, std::string_view text) {
    int descriptor = open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    bool written = descriptor >= 0 && write_all(descriptor, text);
    std::string problem = system_error();
    if (descriptor >= 0) {
        close(descriptor);
    }
    return written ? std::expected<void, std::string>() : std::unexpected(problem);
}

/// Tries it: a name may be too long, a folder one that takes no files. A link to nowhere is left to who writes.
std::expected<void, std::string> can_be_made(const std::string& path) {
    int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno != EEXIST) {
        return std::unexpected(system_error());
    }
    if (descriptor >= 0) {
        close(descriptor);
        unlink(path.c_str());
    }
    return {};
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// The value of a line: in single quotes as it is, in double quotes with escapes, bare up to a ` #`.
std::optional<std::string> unquote(std::string_view text) {
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) {
        size_t comment = text.find(" #");
        return std::string(trim(text.substr(0, comment)));
    }
    std::string value;
    for (size_t i = 1; i < text.size(); ++i) {
        if (text[i] == text[0]) {
            std::string_view rest = trim(text.substr(i + 1));
            return rest.empty() || rest[0] == '#' ? std::optional(value) : std::nullopt;
        }
        if (text[0] == '"' && text[i] == '\\' && i + 1 < text.size()) {
            char escaped = text[++i];
            value += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
        } else {
            value += text[i];
        }
    }
    return std::nullopt;
}

/// One line of an environment file into `environment`; false when it is malformed.
bool read_line(std::string_view line, Environment& environment) {
    line = trim(line);
    if (line.empty() || line[0] == '#') {
        return true;
    }
    if (line.starts_with("export ")) {
        line = trim(line.substr(7));
    }
    size_t equals = line.find('=');
    std::string_view name = trim(line.substr(0, equals));
    if (equals == std::string_view::npos || name.empty() || name.find_first_of(" \t\"'") != std::string_view::npos) {
        return false;
    }
    auto value = unquote(trim(line.substr(equals + 1)));
    if (!value) {
        return false;
    }
    environment[std::string(name)] = std::move(*value);
    return true;
}

}  // namespace

std::expected<std::string, std::string> read_file(const std::string& path) {
    int descriptor = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(system_error());
    }
    std::string text;
    struct stat status {};
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        text.reserve(std::min(static_cast<size_t>(status.st_size), aiorun::limits::document_bytes + 1));
    }
    std::string buffer(1U << 16U, '\0');
    ssize_t count = 0;
    while ((count = read(descriptor, buffer.data(), buffer.size())) != 0) {
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            break;
        }
        text.append(buffer, 0, static_cast<size_t>(count));
        if (text.size() > aiorun::limits::document_bytes) {
            break;  // too large in any case; who reads it says so
        }
    }
    std::string problem = count < 0 ? system_error() : "";
    if (descriptor != STDIN_FILENO) {
        close(descriptor);
    }
    if (!problem.empty()) {
        return std::unexpected(problem);
    }
    return text;
}

std::expected<value::Value, std::string> read_params_file(const std::string& path) {
    auto text = read_file(path);
    if (!text) {
        return std::unexpected("cannot read " + path + ": " + text.error());
    }
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>(path, std::move(*text));
    auto tree = document::Tree::read(source, diagnostics);
    if (diagnostics.has_errors() || !tree) {
        const document::Diagnostic first = diagnostics.sorted().front();
        document::Position at = source->position(first.span.begin);
        return std::unexpected(path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + first.message);
    }
    if (!tree->root().is_map()) {
        return std::unexpected(path + ": params are a map of names to values, found " +
                               std::string(tree->root().kind_name()));
    }
    return tree->root().value();
}

std::expected<Environment, std::string> read_env_file(const std::string& path) {
    auto text = read_file(path);
    if (!text) {
        return std::unexpected("cannot read " + path + ": " + text.error());
    }
    Environment environment;
    std::string_view rest = *text;
    for (size_t number = 1; !rest.empty(); ++number) {
        size_t end = std::min(rest.find('\n'), rest.size());
        if (!read_line(rest.substr(0, end), environment)) {
            return std::unexpected(path + ":" + std::to_string(number) + ": expected NAME=VALUE");
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return environment;
}

std::expected<void, std::string> check_writable(const std::string& path) {
    struct stat status {};
    bool exists = stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        return std::unexpected(std::strerror(EISDIR));
    }
    if (!exists) {
        return can_be_made(path);
    }
    std::string folder = path.substr(0, path.find_last_of('/') + 1);
    if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) {
        return {};
    }
    std::string problem = system_error();
    return access(path.c_str(), W_OK) == 0 ? std::expected<void, std::string>() : std::unexpected(problem);
}

std::expected<void, std::string> write_file(const std::string& given, std::string_view text) {
    struct stat status {};
    // What is no file (a terminal, a pipe, /dev/stdout) cannot be renamed over.
    if (stat(given.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
        return overwrite(given, text);
    }
    // Through a link to the file that it leads to, as every program that opens it writes.
    std::error_code none;
    std::filesystem::path target = std::filesystem::canonical(given, none);
    const std::string path = none ? given : target.string();
    // Its name is short, whatever that of the file is.
    std::string temporary = path.substr(0, path.find_last_of('/') + 1) + ".aiorun-XXXXXX";
    int descriptor = mkstemp(temporary.data());
    if (descriptor < 0) {
        return overwrite(path, text);
    }
    mode_t mask = umask(0);
    umask(mask);
    bool written = write_all(descriptor, text) && fchmod(descriptor, 0666 & ~mask) == 0;
    std::string problem = system_error();
    if (close(descriptor) != 0 && written) {
        problem = system_error();
        written = false;
    }
    if (written && rename(temporary.c_str(), path.c_str()) == 0) {
        return {};
    }
    problem = written ? system_error() : problem;
    unlink(temporary.c_str());
    return std::unexpected(problem);
}

}  // namespace aiorun::cli
