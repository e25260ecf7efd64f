#include "cli/arguments.hpp"

namespace aiorun::cli {

std::expected<workflow::Arguments, std::string> collect_params(const RunArguments& arguments) {
    workflow::Arguments collected;
    for (const std::string& path : arguments.params_files) {
        auto params = read_params_file(path);
        if (!params) {
            return std::unexpected(params.error());
        }
        for (const auto& [key, value] : params->as_map()) {
            collected.values.insert_or_assign(std::string(key.as_string()), value);
        }
    }
    for (const std::string& text : arguments.params) {
        size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            return std::unexpected("-p needs NAME=VALUE, found \"" + text + "\"");
        }
        collected.texts.insert_or_assign(text.substr(0, equals), text.substr(equals + 1));
    }
    return collected;
}

std::expected<Environment, std::string> collect_environment(const RunArguments& arguments) {
    Environment environment;
    for (const std::string& path : arguments.env_files) {
        auto read = read_env_file(path);
        if (!read) {
            return std::unexpected(read.error());
        }
        for (auto& [name, value] : *read) {
            environment.insert_or_assign(name, std::move(value));
        }
    }
    return environment;
}

}  // namespace aiorun::cli
