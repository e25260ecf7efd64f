#include "tests/support/fake_effects.hpp"

#include "runtime/sleep.hpp"
#include "value/json.hpp"

namespace aiorun::testing {
namespace {

http::Failure cancelled_transfer() { return {.kind = http::FailureKind::cancelled}; }

http::Failure unknown_request(const http::Request& request) {
    return {.message = request.method + " " + request.url + ": the test has no answer for it"};
}

class ChunkStream final : public effects::Stream {
  public:
    ChunkStream(FakeEffects& effects, FakeStream stream) : effects_(effects), stream_(std::move(stream)) {}

    [[nodiscard]] runtime::Coro<http::Result<std::string>> read() override {
        if (next_ == stream_.chunks.size()) {
            co_return std::string();
        }
        if (co_await effects_.delay(stream_.delay)) {
            co_return std::unexpected(cancelled_transfer());
        }
        co_return http::Result<std::string>(stream_.chunks[next_++]);
    }
    [[nodiscard]] const http::Response& response() const override { return *stream_.response; }

  private:
    FakeEffects& effects_;
    FakeStream stream_;
    size_t next_ = 0;
};

}  // namespace

http::Response make_response(int status, std::string body, std::string_view headers) {
    http::Response response;
    response.status = status;
    response.headers = value::parse_json(headers).value();
    response.size = body.size();
    response.body = std::move(body);
    response.url = "http://test/";
    response.http_version = "1.1";
    return response;
}

runtime::Coro<bool> FakeEffects::delay(runtime::Duration duration) {
    if (duration <= runtime::Duration(0)) {
        co_return false;
    }
    runtime::Wakeup wakeup = co_await runtime::Sleep(*loop_->current(), duration);
    cancelled += wakeup == runtime::Wakeup::cancelled ? 1 : 0;
    co_return wakeup == runtime::Wakeup::cancelled;
}

runtime::Coro<http::Result<http::Response>> FakeEffects::fetch(const http::Request& request) {
    requests.push_back(request);
    if (!on_fetch) {
        co_return std::unexpected(unknown_request(request));
    }
    FakeAnswer answer = on_fetch(request);
    if (co_await delay(answer.delay)) {
        co_return std::unexpected(cancelled_transfer());
    }
    co_return std::move(answer.result);
}

runtime::Coro<http::Result<std::unique_ptr<effects::Stream>>> FakeEffects::open(http::Request request) {
    requests.push_back(request);
    if (!on_open) {
        co_return std::unexpected(unknown_request(request));
    }
    FakeStream stream = on_open(request);
    if (co_await delay(stream.delay)) {
        co_return std::unexpected(cancelled_transfer());
    }
    if (!stream.response) {
        co_return std::unexpected(stream.response.error());
    }
    co_return std::make_unique<ChunkStream>(*this, std::move(stream));
}

runtime::Coro<process::Outcome> FakeEffects::run(runtime::Task&, process::Command command) {
    commands.push_back(command);
    if (!on_run) {
        co_return std::unexpected(process::Failure{.message = "the test has no answer for it"});
    }
    FakeOutcome answer = on_run(command);
    if (co_await delay(answer.delay)) {
        co_return std::unexpected(process::Failure{.kind = process::FailureKind::cancelled});
    }
    co_return std::move(answer.outcome);
}

std::optional<std::string> FakeEffects::env(std::string_view name) {
    auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional<std::string>(found->second);
}

}  // namespace aiorun::testing
