#include "runtime/signals.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>

namespace aiorun::runtime {
namespace {

/// What the signal handler writes to; a pipe keeps the order and the number of signals.
volatile sig_atomic_t writing_end = -1;

}  // namespace

volatile sig_atomic_t Signals::pending_ = 0;

void Signals::catch_signal(int number) {
    int error = errno;
    pending_ = 1;
    auto byte = static_cast<unsigned char>(number);
    // When the pipe is full there are thousands to deliver already.
    [[maybe_unused]] ssize_t written = write(writing_end, &byte, 1);
    errno = error;
}

Signals::Signals(Reactor& reactor, SignalHandler& handler, std::span<const int> numbers)
    : reactor_(reactor), handler_(handler) {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    reading_end_ = ends[0];
    writing_end = ends[1];
    pending_ = 0;
    if (!reactor_.add(reading_end_, EPOLLIN, *this)) {
        return;  // deliver() still tells of them
    }
    struct sigaction action{};
    action.sa_handler = catch_signal;
    action.sa_flags = SA_RESTART;
    for (int number : numbers) {
        Former former{number, {}};
        if (sigaction(number, &action, &former.action) == 0) {
            former_.push_back(former);
        }
    }
}

Signals::~Signals() {
    restore();
    if (reading_end_ >= 0) {
        reactor_.remove(reading_end_, *this);
        ::close(reading_end_);
        ::close(writing_end);
        writing_end = -1;
        pending_ = 0;
    }
}

void Signals::restore() {
    for (const Former& former : former_) {
        sigaction(former.number, &former.action, nullptr);
    }
    former_.clear();
}

void Signals::close() {
    sigset_t ours;
    sigset_t before;
    sigemptyset(&ours);
    for (const Former& former : former_) {
        sigaddset(&ours, former.number);
    }
    pthread_sigmask(SIG_BLOCK, &ours, &before);  // what comes now waits for what was there before
    deliver();
    restore();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Signals::on_io(uint32_t) {
    deliver();
}

void Signals::deliver() {
    pending_ = 0;  // before reading: what comes now sets it again
    unsigned char byte = 0;
    while (read(reading_end_, &byte, 1) == 1) {
        handler_.on_signal(byte);
    }
}

void end_first_process_by_signals() noexcept {
    if (getpid() != 1) {
        return;
    }
    struct sigaction action{};
    action.sa_handler = [](int number) { _exit(128 + number); };
    for (int number : {SIGINT, SIGTERM, SIGHUP}) {
        sigaction(number, &action, nullptr);
    }
}

void ignore_broken_pipes() noexcept {
    struct sigaction action{};
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, nullptr);
}

}  // namespace aiorun::runtime
