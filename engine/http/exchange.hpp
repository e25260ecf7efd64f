// Exchange: one transfer from the first request to the response, over redirects, resumption and waits for a
// connection's turn.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/engine.hpp"
#include "http/hop.hpp"
#include "http/response.hpp"
#include "http/saved_file.hpp"
#include "runtime/coro.hpp"

namespace aiorun::http {

/// What a transfer waits for: the end, or the first bytes of the body.
enum class Until : uint8_t { end, body };

class Exchange {
  public:
    /// Borrows the request as long as it lives.
    Exchange(Engine& engine, const Request& request, Until until);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Runs until the response is there, as far as `until` wants it; nothing when all went well.
    [[nodiscard]] runtime::Coro<std::optional<Failure>> perform();
    /// The next bytes of a streamed body; empty at its end.
    [[nodiscard]] runtime::Coro<Result<std::string>> read();

    /// Of a stream: as Stream::on_timeout().
    void on_timeout(runtime::Callback* callback) noexcept;

    [[nodiscard]] const Response& response() const noexcept { return response_; }
    [[nodiscard]] Response take_response() noexcept { return std::move(response_); }
    /// How far it has come.
    [[nodiscard]] Course course() const { return course(hop_ ? hop_->timings() : Timings()); }

  private:
    using Outcome = std::optional<Failure>;
    enum class Next : uint8_t { finished, again, wait_for_descriptors };

    [[nodiscard]] Outcome prepare();
    [[nodiscard]] runtime::Coro<runtime::Wakeup> wait_for_turn();
    [[nodiscard]] runtime::Coro<runtime::Wakeup> wait_for_descriptors();
    [[nodiscard]] Outcome start_hop();
    [[nodiscard]] Outcome judge(Next& next);
    [[nodiscard]] Outcome judge_failed_hop(Next& next);
    [[nodiscard]] Outcome judge_range(Next& next);
    [[nodiscard]] Outcome begin_anew(Next& next);
    [[nodiscard]] Outcome redirect();
    [[nodiscard]] Outcome finish();
    [[nodiscard]] Outcome finish_file();
    [[nodiscard]] Failure fail(Failure failure) const;
    [[nodiscard]] Failure fail(FailureKind kind, std::string message) const;
    [[nodiscard]] Failure cancelled() const;
    [[nodiscard]] bool is_request_sent() const;
    [[nodiscard]] bool set_time_left();
    void end_hop();
    [[nodiscard]] Course course(const Timings& times) const;
    void note_begin();
    void fill_response();
    void leave_origin();

    Engine& engine_;
    const Request& request_;
    Until until_;
    Order order_;
    std::string first_url_;  // as shown; for messages after a redirect
    Response response_;
    std::unique_ptr<SavedFile> file_;
    Ticket ticket_;
    std::optional<Hop> hop_;  // after what it borrows, so that it goes first
    Duration spent_{0};       // by the hops before
    std::chrono::steady_clock::time_point asked_{};
    Course course_{};         // up to the hop
    Duration starved_{0};     // without descriptors
    bool waited_ = false;     // for a turn
};

/// A transfer with its request, for streams.
struct OwnedExchange {
    OwnedExchange(Engine& engine, Request wanted)
        : request(std::move(wanted)), exchange(engine, request, Until::body) {}
    Request request;
    Exchange exchange;
};

}  // namespace aiorun::http
