#include "http/stream.hpp"

#include "http/exchange.hpp"

namespace aiorun::http {

Stream::Stream() = default;
Stream::Stream(std::unique_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

runtime::Coro<Result<std::string>> Stream::read() {
    return exchange_->read();
}

const Response& Stream::response() const noexcept {
    return exchange_->response();
}

}  // namespace aiorun::http
