// Hop: one request on the wire, from the multi handle to its end, and what libcurl's callbacks do for it. It
// wakes whoever waits for it; what the end means is Exchange's to judge.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/address.hpp"
#include "http/admission.hpp"
#include "http/decoder.hpp"
#include "http/easy.hpp"
#include "http/failure.hpp"
#include "http/order.hpp"
#include "http/response.hpp"
#include "runtime/callback.hpp"
#include "runtime/hook.hpp"
#include "runtime/wait.hpp"

namespace aiorun::http {

class Engine;
class Shard;
struct ActiveTag;

class Hop final : private ByteSink, public runtime::Hook<ActiveTag> {
  public:
    enum class Flow : uint8_t { go_on, pause, stop };
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// Borrows all three as long as it lives.
    Hop(Engine& engine, const Order& order, Ticket& ticket);
    /// Takes the request back when it has not ended.
    ~Hop();
    Hop(const Hop&) = delete;
    Hop& operator=(const Hop&) = delete;

    /// Hands the request to libcurl. Not in flight after it when that was not possible: out_of_descriptors(),
    /// or failure().
    void start();
    [[nodiscard]] bool done() const noexcept { return done_; }
    [[nodiscard]] bool in_flight() const noexcept { return shard_ != nullptr; }
    /// The body that is to be streamed has begun, so the headers are the final ones.
    [[nodiscard]] bool streams() const noexcept { return target_ == Target::stream; }
    /// Whom to wake when it is done or, for a stream, when bytes have come; null for nobody.
    void set_waiter(runtime::Waiter* waiter) noexcept { waiter_ = waiter; }

    // How it ended.
    [[nodiscard]] CURLcode code() const noexcept { return code_; }
    /// What our side found wrong: comes before libcurl's word. The message is without method and URL.
    [[nodiscard]] const std::optional<Failure>& failure() const noexcept { return failure_; }
    [[nodiscard]] const char* error_text() const noexcept { return easy_->error_text(); }
    [[nodiscard]] long system_error() const;
    [[nodiscard]] bool out_of_descriptors() const noexcept { return out_of_descriptors_; }
    /// The rest of a file was asked for, and what came does not belong to the part that is there.
    [[nodiscard]] bool part_is_unfit() const noexcept { return part_is_unfit_; }
    /// Runs it when the time of the transfer is over, or at once when it is already; null for nobody.
    void set_timeout_callback(runtime::Callback* callback) noexcept;
    /// The response is a redirect that is followed.
    [[nodiscard]] bool leads_on() const;
    /// A connection stood, and bytes of the request may have been sent.
    [[nodiscard]] bool request_sent() const noexcept { return request_sent_; }
    [[nodiscard]] const Head& head() const noexcept { return head_; }
    [[nodiscard]] uint64_t size() const noexcept { return size_; }
    /// The body in memory, or what of a stream has come since the last call; that lets a paused transfer go
    /// on.
    [[nodiscard]] std::string take_body();
    [[nodiscard]] bool has_body() const noexcept { return !body_.empty(); }
    [[nodiscard]] Timings timings() const;
    /// How far it has come, since start(); what lies before that is zero. `times` are timings(): whoever asks mostly has them.
    [[nodiscard]] Course course(Timings times) const;
    [[nodiscard]] std::string http_version() const;
    [[nodiscard]] const std::string& peer() const noexcept { return peer_; }

    // From the shard and the engine.
    [[nodiscard]] CURL* handle() const noexcept { return easy_->get(); }
    void on_done(CURLcode code);
    void check_speed(SteadyTime now);
    /// While it is in flight: whether only its reader can make it go on.
    [[nodiscard]] bool rests() const noexcept { return rests_; }

    // From libcurl's callbacks.
    [[nodiscard]] bool on_header(std::string_view line);
    [[nodiscard]] Flow on_write(std::string_view bytes);
    [[nodiscard]] curl_socket_t open_socket(const curl_sockaddr& address);
    [[nodiscard]] bool before_request(const char* address);
    [[nodiscard]] int upload() const noexcept { return resources_.upload.number(); }

  private:
    enum class Target : uint8_t { none, memory, file, stream };

    [[nodiscard]] bool write(std::string_view bytes) override;
    [[nodiscard]] Flow on_body(std::string_view bytes);
    [[nodiscard]] bool may_send_again();
    [[nodiscard]] bool was_refused() const;
    void begin_body();
    [[nodiscard]] Target choose_target();
    [[nodiscard]] bool begin_file(WholeFile whole);
    [[nodiscard]] bool is_full() const override;
    [[nodiscard]] bool is_sound(Decoding result);
    [[nodiscard]] bool is_limit_strict() const noexcept;
    [[nodiscard]] std::optional<Duration> tcp_connect_time() const;
    void rest();
    void go_on();
    void watch();
    void finish_body();
    [[nodiscard]] bool fail(FailureKind kind, std::string message);
    [[nodiscard]] bool is_address_refused(Network network, std::string_view address);
    void abort() noexcept;

    Engine& engine_;
    const Order& order_;
    Ticket& ticket_;
    Easy* easy_ = nullptr;
    Shard* shard_ = nullptr;  // while it is in flight
    runtime::Waiter* waiter_ = nullptr;
    runtime::Callback* timeout_callback_ = nullptr;
    Head& head_;  // the easy handle's
    Resources resources_;
    Decoder decoder_;
    std::string body_;
    std::string peer_;
    std::optional<Failure> failure_;
    uint64_t size_ = 0;
    uint64_t limit_ = 0;  // of the body
    SteadyTime slow_since_{};
    SteadyTime sampled_{};
    SteadyTime started_{};
    SteadyTime first_byte_{};
    curl_socket_t socket_ = CURL_SOCKET_BAD;  // the last one that it opened
    int64_t sampled_bytes_ = 0;
    CURLcode code_ = CURLE_OK;
    Target target_ = Target::none;
    bool done_ = false;
    bool body_begun_ = false;
    bool enough_ = false;  // the rest of the body is of no interest
    bool part_is_unfit_ = false;
    bool paused_ = false;
    bool rests_ = false;  // and is no operation of the loop
    bool request_sent_ = false;
    bool line_open_ = false;      // of the head, in on_write
    bool is_connected_ = false;   // anew, since the request was sent last
    bool on_kept_ = false;        // it was sent on a connection that another transfer has left
    long bytes_before_ = 0;       // that were sent when it began to be sent last
    bool out_of_descriptors_ = false;
};

}  // namespace aiorun::http
