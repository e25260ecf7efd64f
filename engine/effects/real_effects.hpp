// The real world.
#pragma once

#include <map>

#include "effects/effects.hpp"
#include "http/client.hpp"

namespace aiorun::effects {

class RealEffects final : public Effects {
  public:
    /// `environment` stands beside the process's own variables and is looked at first (`--env-file`).
    RealEffects(http::Client& client, std::map<std::string, std::string, std::less<>> environment)
        : client_(client), environment_(std::move(environment)) {}

    [[nodiscard]] runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) override;
    [[nodiscard]] runtime::Coro<http::Result<std::unique_ptr<Stream>>> open(http::Request request) override;
    [[nodiscard]] runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override;

    [[nodiscard]] double now() override;
    [[nodiscard]] std::optional<std::string> env(std::string_view name) override;
    [[nodiscard]] uint64_t seed() override;

  private:
    http::Client& client_;
    std::map<std::string, std::string, std::less<>> environment_;
};

}  // namespace aiorun::effects
