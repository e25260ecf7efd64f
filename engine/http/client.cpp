#include "http/client.hpp"

#include <algorithm>

#include "http/engine.hpp"
#include "http/exchange.hpp"

namespace aiorun::http {

bool is_expected(const Request& request, int status) noexcept {
    return std::any_of(request.expect.begin(), request.expect.end(), [&](const StatusRange& range) {
        return range.first <= status && status <= range.last;
    });
}

Client::Client(runtime::Loop& loop, ClientOptions options)
    : engine_(std::make_unique<Engine>(loop, std::move(options))) {}

Client::~Client() = default;

runtime::Coro<Result<Response>> Client::fetch(const Request& request) {
    Exchange exchange(*engine_, request, Until::end);
    if (std::optional<Failure> failure = co_await exchange.perform()) {
        co_return std::unexpected(std::move(*failure));
    }
    co_return exchange.take_response();
}

runtime::Coro<Result<Stream>> Client::open(Request request) {
    auto exchange = std::make_unique<OwnedExchange>(*engine_, std::move(request));
    if (std::optional<Failure> failure = co_await exchange->exchange.perform()) {
        co_return std::unexpected(std::move(*failure));
    }
    co_return Stream(std::move(exchange));
}

Counters Client::counters() const noexcept {
    return engine_->counters();
}

}  // namespace aiorun::http
