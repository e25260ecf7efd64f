#include "http/stream.hpp"

#include "http/exchange.hpp"

namespace aiorun::http {

Stream::Stream() = default;
Stream::Stream(std::unique_ptr<OwnedExchange> exchange) : exchange_(std::move(exchange)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

runtime::Coro<Result<std::string>> Stream::read() {
    return exchange_->exchange.read();
}

void Stream::on_timeout(runtime::Callback* callback) noexcept {
    exchange_->exchange.on_timeout(callback);
}

const Response& Stream::response() const noexcept {
    return exchange_->exchange.response();
}

Course Stream::course() const {
    return exchange_->exchange.course();
}

}  // namespace aiorun::http
