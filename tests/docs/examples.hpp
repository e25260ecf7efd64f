// The examples of the documentation: blocks of YAML that are followed by a block of text, which is what they
// print, or by a block of mermaid, which is their graph.
#pragma once

#include <fstream>
#include <string>
#include <vector>

namespace aiorun::docs {

struct Example {
    enum class Kind : uint8_t { run, graph } kind = Kind::run;
    std::string place;     ///< `docs/language.md:12`
    std::string workflow;  ///< a whole file; a list of steps has been put under `main:`
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

[[nodiscard]] inline std::vector<Example> read_examples(const std::string& path) {
    std::vector<std::string> lines = read_lines(path);
    std::vector<Example> examples;
    for (size_t at = 0; at < lines.size();) {
        size_t first = at;
        if (lines[at++] != "```yaml") {
            continue;
        }
        std::string yaml = read_block(lines, at);
        size_t next = at;
        while (next < lines.size() && lines[next].empty()) {
            ++next;
        }
        std::string fence = next < lines.size() ? lines[next] : "";
        if (fence == "```text" || fence == "```mermaid") {
            at = next + 1;
            examples.push_back({fence == "```text" ? Example::Kind::run : Example::Kind::graph,
                                path + ":" + std::to_string(first + 1), as_file(yaml), read_block(lines, at)});
        }
    }
    return examples;
}

}  // namespace aiorun::docs
