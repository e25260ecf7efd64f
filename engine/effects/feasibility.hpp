// Whether a real run could do what a simulation is asked for: what it would refuse on every machine, and what stands in its
// way as this machine is now. Nothing is resolved, opened or started.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "http/failure.hpp"
#include "http/request.hpp"
#include "process/process.hpp"

namespace aiorun::effects {

class Feasibility {
  public:
    // What steps before may have changed.
    void note_saved(const std::string& path);
    void note_command() noexcept { had_commands_ = true; }

    /// Why the request never leaves, whoever is asked; the message is complete.
    [[nodiscard]] static std::optional<http::Failure> find_refusal(const http::Request& request);
    /// Files that it needs and that are not there, and a path that it cannot be saved to: each in words.
    [[nodiscard]] std::vector<std::string> find_obstacles(const http::Request& request) const;
    /// A program or a folder that is not there, in words; empty when both are.
    [[nodiscard]] std::string find_obstacle(const process::Command& command) const;

  private:
    [[nodiscard]] std::string in_words(const std::string& problem) const;

    std::set<std::string> saved_;  // paths, normalised
    bool had_commands_ = false;
};

}  // namespace aiorun::effects
