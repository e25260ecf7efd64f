#include "cli/observation.hpp"

namespace aiorun::cli {

std::expected<std::unique_ptr<Observation>, std::string> Observation::open(Subject) {
    return std::unique_ptr<Observation>(new Observation());
}

Observation::~Observation() = default;

std::string Observation::finish(const workflow::RunResult&, const value::ErrorReference&, int) { return {}; }

}  // namespace aiorun::cli
