#include "effects/real_effects.hpp"

#include <chrono>
#include <cstdlib>
#include <random>

namespace aiorun::effects {
namespace {

class RealStream final : public Stream {
  public:
    explicit RealStream(http::Stream stream) : stream_(std::move(stream)) {}
    [[nodiscard]] runtime::Coro<http::Result<std::string>> read() override { return stream_.read(); }
    [[nodiscard]] const http::Response& response() const override { return stream_.response(); }
    [[nodiscard]] http::Course course() const override { return stream_.course(); }
    void on_timeout(runtime::Callback* callback) override { stream_.on_timeout(callback); }

  private:
    http::Stream stream_;
};

}  // namespace

runtime::Coro<http::Result<http::Response>> RealEffects::fetch(const http::Request& request) {
    return client_.fetch(request);
}

runtime::Coro<http::Result<std::unique_ptr<Stream>>> RealEffects::open(http::Request request) {
    http::Result<http::Stream> opened = co_await client_.open(std::move(request));
    if (!opened) {
        co_return std::unexpected(std::move(opened.error()));
    }
    co_return std::make_unique<RealStream>(std::move(*opened));
}

runtime::Coro<process::Outcome> RealEffects::run(runtime::Task& task, process::Command command) {
    // What `--env-file` adds is there for processes too, below what the step itself sets.
    std::vector<process::Variable> variables;
    for (const auto& [name, value] : environment_) {
        variables.push_back({name, value});
    }
    variables.insert(variables.end(), command.environment.begin(), command.environment.end());
    command.environment = std::move(variables);
    return process::run(task, std::move(command));
}

double RealEffects::now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::optional<std::string> RealEffects::env(std::string_view name) {
    auto found = environment_.find(name);
    if (found != environment_.end()) {
        return found->second;
    }
    const char* text = std::getenv(std::string(name).c_str());
    return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

uint64_t RealEffects::seed() {
    std::random_device device;
    return (uint64_t{device()} << 32U) | device();
}

}  // namespace aiorun::effects
