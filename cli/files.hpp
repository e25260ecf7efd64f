// Files that the user names: workflows, params, environments, results.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "value/value.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::cli {

/// The text of a file, `-` being standard input; the error is the system's ("No such file or directory").
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::string& path);

class FileLoader final : public workflow::Loader {
  public:
    [[nodiscard]] std::expected<std::string, std::string> load(const std::string& path) override {
        return read_file(path);
    }
};

/// A map of params from a YAML or JSON file. The error is ready to show.
[[nodiscard]] std::expected<value::Value, std::string> read_params_file(const std::string& path);

using Environment = std::map<std::string, std::string, std::less<>>;
/// NAME=VALUE lines; `#` comments, `export`, and quotes as shells have them. The error is ready to show.
[[nodiscard]] std::expected<Environment, std::string> read_env_file(const std::string& path);

/// Whether write_file() could write there, as far as it can be known beforehand. The error is the system's.
[[nodiscard]] std::expected<void, std::string> check_writable(const std::string& path);

/// Writes a file whole or not at all: to a temporary file beside it, which is then renamed; a file in a folder that takes
/// no other is overwritten where it is. The error is the system's.
[[nodiscard]] std::expected<void, std::string> write_file(const std::string& path, std::string_view text);

}  // namespace aiorun::cli
