#include "process/child.hpp"

#include <sys/epoll.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "process/children.hpp"
#include "process/exit_code.hpp"
#include "process/group.hpp"
#include "value/utf8.hpp"

namespace aiorun::process {
namespace {

using namespace std::chrono_literals;

/// The kernel does not tell when a group is empty, so we look, first soon and then less often.
constexpr runtime::Duration first_look = 1ms;
constexpr runtime::Duration longest_look = 64ms;
/// From this pause on the look is thorough: it costs more, and helps where nobody collects orphans.
constexpr runtime::Duration thorough_look = 16ms;
/// What cannot even be killed within this time (it hangs in the kernel) does not hold us up.
constexpr runtime::Duration killed_grace = 1s;
/// Keeps the sum with the current time far from the end of 64 bits.
constexpr runtime::Duration longest_grace = std::chrono::hours(24 * 365 * 100);

}  // namespace

Child::Child(runtime::Loop& loop, Spawned spawned, const Command& command)
    : loop_(loop),
      id_(spawned.id),
      handle_(std::move(spawned.handle)),
      input_(loop.reactor(), std::move(spawned.input), command.input.value_or("")),
      output_(loop.reactor(), Stream::output, std::move(spawned.output), command, *this),
      errors_(loop.reactor(), Stream::errors, std::move(spawned.errors), command, *this),
      kill_timer_(*this, &Child::kill),
      look_timer_(*this, &Child::look_for_group),
      look_pause_(first_look) {
    add_child(id_, *this);
    loop_.operation_started();
}

Child::~Child() {
    if (!has_ended() && !gone_) {
        signal_group(id_, SIGKILL);
    }
    if (!code_) {
        collect();
    }
    if (watched_) {
        loop_.reactor().remove(handle_.number(), *this);
    }
    remove_child(id_, *this);
    loop_.operation_ended();
}

bool Child::watch() {
    watched_ = loop_.reactor().add(handle_.number(), EPOLLIN, *this);
    return watched_ && output_.start() && errors_.start() && input_.start();
}

std::optional<Stream> Child::over_limit() const noexcept {
    if (output_.is_over_limit()) {
        return Stream::output;
    }
    return errors_.is_over_limit() ? std::optional(Stream::errors) : std::nullopt;
}

/// The process has ended. It is collected only when nothing will be sent to its group any more: until then
/// nobody else can get its id.
void Child::on_io(uint32_t) {
    exited_ = true;
    loop_.reactor().remove(handle_.number(), *this);
    watched_ = false;
    if (stopping_) {
        look_for_group();
    } else if (is_settled()) {
        wake();
    }
}

void Child::output_changed() {
    if (!stopping_ && is_settled()) {
        wake();
    }
}

void Child::stop(runtime::Duration kill_after) {
    stopping_ = true;
    if (kill_after <= runtime::Duration(0)) {
        kill();
    } else {
        signal_group(id_, SIGTERM);
        signal_group(id_, SIGCONT);  // one that is halted would not see the other
        loop_.set_timer(kill_timer_, loop_.now() + std::min(kill_after, longest_grace));
    }
    if (exited_) {
        look_for_group();
    }
}

void Child::kill() {
    if (gone_ || killed_at_) {
        return;
    }
    loop_.cancel_timer(kill_timer_);
    killed_at_ = loop_.now();
    signal_group(id_, SIGKILL);
}

/// Of a leader that has ended: whether the others in its group have too.
void Child::look_for_group() {
    if (!code_) {
        collect();
    }
    Look look = look_pause_ < thorough_look ? Look::quick : Look::thorough;
    bool given_up = killed_at_ && loop_.now() - *killed_at_ > killed_grace;
    if (given_up || !group_is_alive(id_, look)) {
        gone_ = true;
        loop_.cancel_timer(kill_timer_);
        wake();
        return;
    }
    loop_.set_timer(look_timer_, loop_.now() + look_pause_);
    look_pause_ = std::min(look_pause_ * 2, longest_look);
}

/// waitid; blocks only when the process has been killed and is about to end.
void Child::collect() {
    siginfo_t info{};
    int result = 0;
    do {
        result = waitid(P_PIDFD, static_cast<id_t>(handle_.number()), &info, WEXITED);
    } while (result != 0 && errno == EINTR);
    if (result == 0) {
        code_ = exit_code(info);
    } else {
        code_ = code_.value_or(0);  // the reaper was first, or somebody ignores SIGCHLD and the code is lost
    }
}

void Child::collected(int code) noexcept {
    code_ = code;
    remove_child(id_, *this);  // the id is free for the next process
}

Result Child::take_result() {
    if (!code_) {
        collect();
    }
    return {*code_, value::to_valid_utf8(output_.take_text()), value::to_valid_utf8(errors_.take_text())};
}

void Child::wake() {
    if (runtime::Waiter* waiter = waiters_.first()) {
        waiter->wake();
    }
}

}  // namespace aiorun::process
