// Client: HTTP transfers on libcurl inside the event loop. A transfer is awaited like everything else;
// cancelling the waiting task aborts it at once and leaves neither descriptor nor partial file. Connection
// limits are the client's: what is over them waits in order, and its own timeouts do not run meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/failure.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/stream.hpp"
#include "runtime/coro.hpp"

namespace aiorun::runtime {
class Loop;
}

namespace aiorun::http {

enum class CertificateCheck : uint8_t { verify, insecure };

struct ClientOptions {
    std::optional<uint32_t> max_connections{};  ///< none: what the limit of open files allows, at most 10,000
    std::optional<uint32_t> per_host{};         ///< for each scheme, host and port
    CertificateCheck certificates = CertificateCheck::verify;
    std::string user_agent = "aiorun";
    /// Is told what authenticates each request (passwords, tokens, values of Authorization headers), before it is sent.
    std::function<void(std::string_view)> on_credential{};
};

/// For progress displays.
struct Counters {
    uint64_t open = 0;      ///< transfers under way
    uint64_t queued = 0;    ///< transfers that wait for their turn
    uint64_t finished = 0;  ///< since the start
    uint64_t received = 0;  ///< bytes of bodies as they came, compressed ones compressed
};

class Engine;

class Client {
  public:
    /// Costs nothing until the first transfer. The loop outlives the client; the client outlives every task
    /// that waits for one of its transfers.
    Client(runtime::Loop& loop, ClientOptions options);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// The whole transfer: follows redirects, gives the body in memory or saves it. For the task that is
    /// running; the request outlives the transfer.
    [[nodiscard]] runtime::Coro<Result<Response>> fetch(const Request& request);

    /// Until the headers of the final response are there; the body is then read from the stream.
    [[nodiscard]] runtime::Coro<Result<Stream>> open(Request request);

    [[nodiscard]] Counters counters() const noexcept;

  private:
    std::unique_ptr<Engine> engine_;
};

}  // namespace aiorun::http
