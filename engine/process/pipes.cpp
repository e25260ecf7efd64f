#include "process/pipes.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>

namespace aiorun::process {
namespace {

constexpr size_t read_size = size_t{64} * 1024;  // what a pipe holds

}  // namespace

InputPipe::InputPipe(runtime::Reactor& reactor, runtime::Descriptor descriptor, std::string text)
    : reactor_(reactor), descriptor_(std::move(descriptor)), text_(std::move(text)) {}

bool InputPipe::start() {
    if (!descriptor_.is_open()) {
        return true;
    }
    write_some();  // most texts fit into the pipe
    if (!descriptor_.is_open()) {
        return true;
    }
    watched_ = reactor_.add(descriptor_.number(), EPOLLOUT, *this);
    return watched_;
}

void InputPipe::on_io(uint32_t) {
    write_some();
}

void InputPipe::write_some() {
    while (written_ < text_.size()) {
        ssize_t count = write(descriptor_.number(), text_.data() + written_, text_.size() - written_);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count < 0) {
            break;  // EPIPE: the process does not want the rest
        }
        written_ += static_cast<size_t>(count);
    }
    close();
}

void InputPipe::close() noexcept {
    if (std::exchange(watched_, false)) {
        reactor_.remove(descriptor_.number(), *this);
    }
    descriptor_.reset();
    text_ = std::string();
}

OutputPipe::OutputPipe(runtime::Reactor& reactor, Stream stream, runtime::Descriptor descriptor,
                       const Command& command, OutputWatcher& watcher)
    : reactor_(reactor),
      watcher_(watcher),
      lines_(command.lines),
      stream_(stream),
      descriptor_(std::move(descriptor)),
      limit_(command.max_output) {}

bool OutputPipe::start() {
    watched_ = reactor_.add(descriptor_.number(), EPOLLIN, *this);
    return watched_;
}

/// One read an event: the others get their turn, and epoll tells again when there is more.
void OutputPipe::on_io(uint32_t) {
    static std::array<char, read_size> buffer;
    ssize_t count = read(descriptor_.number(), buffer.data(), buffer.size());
    if (count > 0) {
        keep({buffer.data(), static_cast<size_t>(count)});
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        end();
    }
}

void OutputPipe::keep(std::string_view bytes) {
    if (over_limit_) {
        return;
    }
    over_limit_ = bytes.size() > limit_ - text_.size();
    text_ += bytes.substr(0, limit_ - text_.size());
    tell_lines();
    if (over_limit_) {
        watcher_.output_changed();
    }
}

void OutputPipe::tell_lines() {
    if (lines_ == nullptr) {
        return;
    }
    for (size_t end = text_.find('\n', searched_); end != std::string::npos;
         end = text_.find('\n', line_begin_)) {
        tell(std::string_view(text_).substr(line_begin_, end - line_begin_));
        line_begin_ = end + 1;
    }
    searched_ = text_.size();
}

void OutputPipe::tell(std::string_view line) {
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    lines_->on_line(stream_, line);
}

void OutputPipe::end() {
    close();
    if (lines_ != nullptr && line_begin_ < text_.size()) {
        tell(std::string_view(text_).substr(line_begin_));
        line_begin_ = text_.size();
    }
    watcher_.output_changed();
}

void OutputPipe::close() noexcept {
    if (std::exchange(watched_, false)) {
        reactor_.remove(descriptor_.number(), *this);
    }
    descriptor_.reset();
}

}  // namespace aiorun::process
