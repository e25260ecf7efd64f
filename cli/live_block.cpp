#include "cli/live_block.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "cli/terminal.hpp"

namespace aiorun::cli {
namespace {

constexpr std::string_view erase = "\r\x1b[J";  // from the cursor's row to the end of the screen
/// How long whoever reads our pipe has to show what it reads.
constexpr std::chrono::milliseconds pipe_pause{150};
/// Labels at the beginning of each line, in plain ASCII.
constexpr size_t label_bytes = 10;

constexpr std::array crashes{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
std::array<struct sigaction, crashes.size()> former_actions;

/// Ends as it would have without us, on a clean terminal. Only what a signal handler may do.
void on_crash(int number) {
    constexpr std::string_view clean = "\r\x1b[J\x1b[?7h";
    (void)!write(STDERR_FILENO, clean.data(), clean.size());
    for (size_t i = 0; i < crashes.size(); ++i) {
        if (crashes[i] == number) {
            sigaction(number, &former_actions[i], nullptr);
        }
    }
    raise(number);  // delivered when this returns
}

void catch_crashes() {
    struct sigaction action {};
    action.sa_handler = on_crash;
    for (size_t i = 0; i < crashes.size(); ++i) {
        sigaction(crashes[i], &action, &former_actions[i]);
    }
}

void release_crashes() {
    for (size_t i = 0; i < crashes.size(); ++i) {
        sigaction(crashes[i], &former_actions[i], nullptr);
    }
}

/// Whether a job control shell has us in the foreground; also when there is no such shell.
bool is_foreground() {
    pid_t group = tcgetpgrp(STDERR_FILENO);
    return group < 0 || group == getpgrp();
}

}  // namespace

LiveBlock::LiveBlock(OutputTo output, document::Color color) : output_(output), color_(color) {
    catch_crashes();
    set_overlay(this);
}

LiveBlock::~LiveBlock() { close(); }

LiveBlock::Size LiveBlock::terminal_size() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return {80, 24};
    }
    return {size.ws_col, size.ws_row};
}

void LiveBlock::show(std::vector<std::string> lines) {
    if (is_closed_ || !is_line_complete_ || std::chrono::steady_clock::now() < not_before_ || !is_foreground()) {
        return;
    }
    Size size = terminal_size();
    if (is_drawn_ && lines == lines_ && size == size_) {
        return;
    }
    lines_ = std::move(lines);
    size_ = size;
    if (lines_.empty()) {
        hide();
    } else {
        draw();
    }
}

/// All at once. Lines are cut at the margin, should a character be wider than we think: no row is ever two.
void LiveBlock::draw() {
    std::string text = "\x1b[?7l\r";
    for (size_t i = 0; i < lines_.size(); ++i) {
        std::string_view line = lines_[i];
        if (color_ == document::Color::ansi && line.size() > label_bytes) {
            text += "\x1b[2m" + std::string(line.substr(0, label_bytes)) + "\x1b[0m";
            line.remove_prefix(label_bytes);
        }
        text += line;
        text += i + 1 < lines_.size() ? "\x1b[K\r\n" : "\x1b[J\r";
    }
    if (lines_.size() > 1) {
        text += "\x1b[" + std::to_string(lines_.size() - 1) + "A";
    }
    text += "\x1b[?7h";
    (void)write_all(STDERR_FILENO, text);
    is_drawn_ = true;
}

void LiveBlock::hide() {
    if (is_drawn_) {
        (void)write_all(STDERR_FILENO, erase);
        is_drawn_ = false;
    }
}

void LiveBlock::before_write(int descriptor) {
    draw_again_ = is_drawn_;
    if (descriptor == STDERR_FILENO || output_ != OutputTo::elsewhere) {
        hide();
    }
}

void LiveBlock::after_write(int descriptor, std::string_view text) {
    if (descriptor == STDOUT_FILENO && output_ == OutputTo::elsewhere) {
        return;
    }
    if (descriptor == STDOUT_FILENO && output_ == OutputTo::pipe) {
        not_before_ = std::chrono::steady_clock::now() + pipe_pause;
        return;
    }
    is_line_complete_ = text.ends_with('\n');
    if (draw_again_ && is_line_complete_ && std::chrono::steady_clock::now() >= not_before_ && is_foreground()) {
        draw();
    }
}

void LiveBlock::close() {
    if (is_closed_) {
        return;
    }
    hide();
    is_closed_ = true;
    set_overlay(nullptr);
    release_crashes();
}

}  // namespace aiorun::cli
