// The examples of the documentation: blocks of YAML that are followed by a block of text, which is what they
// print, or by a block of mermaid, which is their graph, or of plan or exploration, which simulations of them write.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiorun::docs {

struct Example {
    enum class Kind : uint8_t { run, graph, plan, exploration } kind = Kind::run;
    std::string place;     ///< `docs/language.md:12`
    std::string workflow;  ///< a whole file; a list of steps has been put under `main:`
    std::string mocks;     ///< of a plan: the text of mocks.yaml, or empty
    std::string output;    ///< standard output; when the run fails, the last line of standard error follows
};

[[nodiscard]] inline std::vector<std::string> read_lines(const std::string& path) {
    std::ifstream in(AIORUN_SOURCE_DIR "/" + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The lines from `at` up to the end of the block, which `at` is moved behind.
[[nodiscard]] inline std::string read_block(const std::vector<std::string>& lines, size_t& at) {
    std::string text;
    for (; at < lines.size() && lines[at] != "```"; ++at) {
        text += lines[at] + "\n";
    }
    ++at;
    return text;
}

[[nodiscard]] inline std::string as_file(const std::string& yaml) {
    if (!yaml.starts_with("- ")) {
        return yaml;
    }
    std::string file = "main:\n  ";
    for (char character : yaml) {
        file += character;
        file += character == '\n' ? "  " : "";
    }
    return file;
}

/// The line behind blank ones, which `at` is moved to.
[[nodiscard]] inline std::string next_fence(const std::vector<std::string>& lines, size_t& at) {
    while (at < lines.size() && lines[at].empty()) {
        ++at;
    }
    return at < lines.size() ? lines[at] : "";
}

[[nodiscard]] inline std::optional<Example::Kind> kind_of(std::string_view fence) {
    return fence == "```text"          ? std::optional(Example::Kind::run)
           : fence == "```mermaid"     ? std::optional(Example::Kind::graph)
           : fence == "```plan"        ? std::optional(Example::Kind::plan)
           : fence == "```exploration" ? std::optional(Example::Kind::exploration)
                                       : std::nullopt;
}

[[nodiscard]] inline std::vector<Example> read_examples(const std::string& path) {
    std::vector<std::string> lines = read_lines(path);
    std::vector<Example> examples;
    for (size_t at = 0; at < lines.size();) {
        size_t first = at;
        if (lines[at++] != "```yaml") {
            continue;
        }
        std::string yaml = read_block(lines, at);
        std::string mocks;
        std::string fence = next_fence(lines, at);
        if (fence == "```yaml" && at + 1 < lines.size() && lines[at + 1] == "# mocks.yaml") {
            ++at;
            mocks = read_block(lines, at);
            fence = next_fence(lines, at);
        }
        if (auto kind = kind_of(fence)) {
            ++at;
            examples.push_back({*kind, path + ":" + std::to_string(first + 1), as_file(yaml), mocks, read_block(lines, at)});
        }
    }
    return examples;
}

}  // namespace aiorun::docs
