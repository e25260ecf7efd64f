// Admission: how many transfers may be open, in all and for each origin. Who is over a limit waits in the
// order of arrival; one that waits for its origin does not hold up others.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "runtime/wait.hpp"

namespace aiorun::http {

class Admission;
class Turn;

enum class Protocol : uint8_t { unknown, single, multiplexed };

/// What is remembered of a scheme, host and port.
struct Origin {
    std::string name;
    runtime::WaiterList waiting;
    uint64_t ticket_number =
        0;  ///< of the first that waits, as it stands in Admission's order; 0: it does not stand there
    uint32_t open = 0;
    bool secure = false;  ///< https
    /// Until it was reached only a few may try: each takes a resolver thread; and with TLS, the first
    /// connection may turn out to carry all the others.
    bool reached = false;
    Protocol protocol = Protocol::unknown;  ///< multiplexed: one connection carries many transfers (HTTP/2)
    std::optional<size_t> home;             ///< the shard where its connections are looked for first
};

/// The right to have one transfer open.
class Ticket {
  public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)),
          origin_(std::exchange(other.origin_, nullptr)) {}
    Ticket& operator=(Ticket&& other) noexcept {
        std::swap(admission_, other.admission_);
        std::swap(origin_, other.origin_);
        return *this;
    }
    ~Ticket() { give_back(); }

    void give_back() noexcept;
    [[nodiscard]] explicit operator bool() const noexcept { return origin_ != nullptr; }
    [[nodiscard]] Origin& origin() const noexcept { return *origin_; }
    /// For a redirect: the same right at another origin. False when that has no room; then nothing has
    /// changed.
    [[nodiscard]] bool move_to(const std::string& origin);
    /// How to reach the origin is known: others need not wait for that.
    void mark_reached();

  private:
    friend class Admission;
    friend class Turn;
    Ticket(Admission& admission, Origin& origin) : admission_(&admission), origin_(&origin) {}

    Admission* admission_ = nullptr;
    Origin* origin_ = nullptr;
};

class Admission {
  public:
    Admission(uint32_t total, uint32_t per_origin)
        : configured_(total), total_(total), per_origin_(per_origin) {}
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

    /// A ticket at once, or an empty one: then wait for a Turn.
    [[nodiscard]] Ticket try_enter(const std::string& origin);

    /// There are fewer descriptors than was thought: no more transfers than now, until some have ended well.
    void shrink() noexcept;
    void recover() noexcept;

    [[nodiscard]] uint32_t open() const noexcept { return open_; }
    [[nodiscard]] uint32_t queued() const noexcept { return queued_; }

  private:
    friend class Ticket;
    friend class Turn;

    [[nodiscard]] Origin& find(const std::string& name);
    [[nodiscard]] uint32_t limit_of(const Origin& origin) const noexcept;
    void leave(Origin& origin) noexcept;
    void refresh(Origin& origin);
    void forget_if_idle(Origin& origin) noexcept;
    void admit();

    std::unordered_map<std::string, std::unique_ptr<Origin>> origins_;
    std::set<std::pair<uint64_t, Origin*>>
        order_;  // origins with room and somebody who waits, by who came first
    uint64_t ticket_numbers_ = 0;
    uint32_t configured_;
    uint32_t total_;
    uint32_t per_origin_;
    uint32_t open_ = 0;
    uint32_t queued_ = 0;
};

/// Waiting for a ticket; `co_await` it, then take ticket(). Lies on the waiting coroutine's frame.
class Turn final : public runtime::Waiter {
  public:
    Turn(runtime::Task& task, Admission& admission, const std::string& origin);
    ~Turn();
    [[nodiscard]] Ticket ticket() noexcept { return std::move(ticket_); }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override;

  private:
    friend class Admission;
    Admission& admission_;
    Origin& origin_;
    uint64_t number_;
    Ticket ticket_;
};

}  // namespace aiorun::http
