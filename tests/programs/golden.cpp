#include "tests/programs/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace aiorun::programs {
namespace {

/// `***`, which stands for a secret, as a character of its own: it is no wildcard.
std::string with_secrets_apart(std::string text) {
    for (size_t at = 0; (at = text.find("***", at)) != std::string::npos;) {
        text.replace(at, 3, "\x01");
    }
    return text;
}

/// `*` in the pattern matches anything.
bool matches(std::string_view pattern, std::string_view text) {
    size_t star = std::string_view::npos;
    size_t after_star = 0;
    size_t p = 0;
    size_t t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            after_star = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++after_star;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is_update() {
    const char* value = std::getenv("AIORUN_UPDATE_GOLDEN");
    return value != nullptr && std::string_view(value) == "1";
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string difference(const std::string& expected, const std::string& found) {
    std::vector<std::string> wanted = lines_of(expected);
    std::vector<std::string> given = lines_of(found);
    std::string shown;
    bool same = wanted.size() == given.size();
    for (size_t i = 0; i < wanted.size() || i < given.size(); ++i) {
        bool both = i < wanted.size() && i < given.size();
        if (both && matches(with_secrets_apart(wanted[i]), with_secrets_apart(given[i]))) {
            shown += "      " + given[i] + "\n";
            continue;
        }
        same = false;
        shown += i < wanted.size() ? "    - " + wanted[i] + "\n" : "";
        shown += i < given.size() ? "    + " + given[i] + "\n" : "";
    }
    return same ? "" : "- expected, + found:\n" + shown;
}

std::string compare_with_golden(const std::filesystem::path& golden, const std::string& found) {
    std::string shown = difference(read_file(golden), found);
    if (shown.empty() || !is_update()) {
        return shown.empty() ? "" : golden.filename().string() + ": " + shown;
    }
    if (found.empty()) {
        std::filesystem::remove(golden);
    } else {
        write_file(golden, found);
    }
    return "";
}

}  // namespace aiorun::programs
