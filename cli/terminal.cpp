#include "cli/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "cli/exit_status.hpp"
#include "cli/overlay.hpp"

namespace aiorun::cli {
namespace {

/// NO_COLOR (no-color.org) and TERM=dumb switch colours off.
document::Color choose(ColorChoice choice) {
    if (choice != ColorChoice::automatic) {
        return choice == ColorChoice::always ? document::Color::ansi : document::Color::none;
    }
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    bool plain = (no_color != nullptr && *no_color != '\0') || term == nullptr || std::string_view(term) == "dumb";
    return !plain && isatty(STDERR_FILENO) == 1 ? document::Color::ansi : document::Color::none;
}

Overlay* current_overlay = nullptr;
WriteWatch* current_watch = nullptr;

/// A write of more than that may block though poll(2) says that there is room.
bool may_block(int descriptor) {
    struct stat status {};
    return current_watch != nullptr && fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode);
}

/// False when it was not worth waiting any longer (EINTR).
bool wait_for_room(int descriptor) {
    constexpr int pause = 100;  // milliseconds
    pollfd ready{.fd = descriptor, .events = POLLOUT, .revents = 0};
    while (poll(&ready, 1, current_watch == nullptr ? -1 : pause) <= 0) {
        if (current_watch != nullptr && current_watch->gives_up()) {
            errno = EINTR;
            return false;
        }
    }
    return true;
}

bool write_beside_overlay(int descriptor, std::string_view text) {
    if (current_overlay == nullptr || text.empty()) {
        return write_all(descriptor, text);
    }
    current_overlay->before_write(descriptor);
    bool written = write_all(descriptor, text);
    int reason = errno;
    current_overlay->after_write(descriptor, text);
    errno = reason;
    return written;
}

}  // namespace

Terminal::Terminal(ColorChoice choice) : color_(choose(choice)) {}

std::string Terminal::error_word() const {
    return color_ == document::Color::ansi ? "\x1b[1;31merror:\x1b[0m " : "error: ";
}

void reserve_standard_streams() {
    for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
            // The lowest number that is free is this one. Opened the wrong way round, so that using it fails.
            (void)open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

bool write_all(int descriptor, std::string_view text) {
    size_t most = may_block(descriptor) ? PIPE_BUF : text.size();
    while (!text.empty()) {
        if (most == PIPE_BUF && !wait_for_room(descriptor)) {
            return false;
        }
        ssize_t written = write(descriptor, text.data(), std::min(most, text.size()));
        if (written >= 0) {
            text.remove_prefix(static_cast<size_t>(written));
        } else if (errno == EAGAIN) {
            most = PIPE_BUF;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

void set_write_watch(WriteWatch* watch) noexcept { current_watch = watch; }

void set_overlay(Overlay* overlay) noexcept { current_overlay = overlay; }

Overlay* overlay() noexcept { return current_overlay; }

bool write_output(std::string_view text) { return write_beside_overlay(STDOUT_FILENO, text); }

void write_errors(std::string_view text) { (void)write_beside_overlay(STDERR_FILENO, text); }

int print_answer(std::string_view text, int status) {
    if (write_output(text)) {
        return status;
    }
    write_errors(std::string("error: cannot write to standard output: ") + std::strerror(errno) + "\n");
    return exit_status::failed;
}

}  // namespace aiorun::cli
