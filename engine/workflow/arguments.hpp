// Arguments: what a run is given for the params of its workflow, and what they come to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "effects/effects.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

struct Arguments {
    std::map<std::string, std::string, std::less<>> texts;  ///< `-p NAME=VALUE`
    std::map<std::string, Value, std::less<>> values;       ///< `--params FILE`
};

/// What is wrong with the arguments: one text each, ready to show.
using Problems = std::vector<std::string>;

/// Where the param of a problem stands.
struct ParamPlace {
    std::string file{};  ///< empty: there is no such param
    uint32_t line = 0;
    uint32_t column = 0;
};

struct BoundParams {
    /// Values of all params of all files, by their index among the globals.
    std::map<uint32_t, Value> values;
    /// The values of secret params, to be masked.
    std::vector<Value> secrets;
    Problems problems;
    std::vector<ParamPlace> places;  ///< of each problem
};

/// Gives each param its value: the command line's, else the params file's, else its variable or file, else the default.
[[nodiscard]] BoundParams bind_params(const Workflow& workflow, const Arguments& arguments,
                                      effects::Effects& effects, Loader& loader);

}  // namespace aiorun::workflow
