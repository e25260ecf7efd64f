#include "http/client.hpp"

#include <algorithm>
#include <array>

#include "http/engine.hpp"
#include "http/exchange.hpp"
#include "http/text.hpp"

namespace aiorun::http {

bool is_expected(const Request& request, int status) noexcept {
    return std::any_of(request.expect.begin(), request.expect.end(), [&](const StatusRange& range) {
        return range.first <= status && status <= range.last;
    });
}

bool is_idempotent(std::string_view method) noexcept {
    constexpr std::array<std::string_view, 6> methods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::ranges::any_of(methods, [&](std::string_view name) { return equal_ignoring_case(name, method); });
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
