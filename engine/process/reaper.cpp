#include "process/reaper.hpp"

#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process/child.hpp"
#include "process/children.hpp"
#include "process/exit_code.hpp"

namespace aiorun::process {
namespace {

/// All that have ended, also those of run(): the kernel offers them in its own order, and one that is left
/// where it is hides the ones behind it.
void collect_all() {
    while (true) {
        siginfo_t info{};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0) {
            return;
        }
        if (Child* child = find_child(info.si_pid)) {
            child->collected(exit_code(info));
        }
    }
}

}  // namespace

Reaper::Reaper(runtime::Reactor& reactor, When when) : reactor_(reactor) {
    if (when == When::as_init && getpid() != 1) {
        return;
    }
    sigset_t child_ended;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_ended, &former_mask_);
    descriptor_ = signalfd(-1, &child_ended, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor_ >= 0 && !reactor_.add(descriptor_, EPOLLIN, *this)) {
        close(descriptor_);
        descriptor_ = -1;
    }
    collect_all();
}

Reaper::~Reaper() {
    if (descriptor_ >= 0) {
        reactor_.remove(descriptor_, *this);
        close(descriptor_);
        sigprocmask(SIG_SETMASK, &former_mask_, nullptr);
    }
}

void Reaper::on_io(uint32_t) {
    signalfd_siginfo ended{};
    // Several ends may be one signal: what counts is that there was one.
    while (read(descriptor_, &ended, sizeof ended) > 0) {
    }
    collect_all();
}

}  // namespace aiorun::process
