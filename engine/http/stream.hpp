// Stream: a response whose body is read while it arrives. The transfer is paused while its reader is behind.
#pragma once

#include <memory>
#include <string>

#include "http/failure.hpp"
#include "http/response.hpp"
#include "runtime/callback.hpp"
#include "runtime/coro.hpp"

namespace aiorun::http {

struct OwnedExchange;

class Stream {
  public:
    Stream();
    explicit Stream(std::unique_ptr<OwnedExchange> exchange);
    Stream(Stream&& other) noexcept;
    Stream& operator=(Stream&& other) noexcept;
    /// Aborts the transfer when the body has not been read to its end.
    ~Stream();

    /// The decompressed bytes that have come since the last call, as soon as there are any; empty at the end
    /// of the body. A body that breaks off is a failure after the bytes that came. One reader at a time.
    [[nodiscard]] runtime::Coro<Result<std::string>> read();

    /// Has `callback` run when the transfer's time is over, so that a reader who does other things hears of it; read()
    /// then fails after the bytes that came. Borrowed; null for nobody.
    void on_timeout(runtime::Callback* callback) noexcept;

    /// Status, headers and URL from the start; `size` and timings when the end has been read. When the status
    /// is not one that the request expects, the body is read all the same.
    [[nodiscard]] const Response& response() const noexcept;
    /// How far it has come.
    [[nodiscard]] Course course() const;

  private:
    std::unique_ptr<OwnedExchange> exchange_;
};

}  // namespace aiorun::http
