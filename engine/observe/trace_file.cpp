#include "observe/trace_file.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "observe/trace_codec.hpp"

namespace aiorun::observe {
namespace {

/// Of events on their way: some 25,000, which the writer has caught up with long before a run notices.
constexpr size_t ring_bytes = 2U << 20U;
/// Beyond it a larger write is no faster.
constexpr size_t write_bytes = 256U << 10U;
/// How long events may lie around; a run in which nothing happens is looked at less often.
constexpr std::chrono::milliseconds busy_pause{50};
constexpr std::chrono::milliseconds idle_pause{500};

constexpr std::string_view array_end = "\n]\n";

bool is_regular(int descriptor) {
    struct stat status {};
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/// Signals are the run's: its loop takes them, in its own thread. A file that grows too large is an error there, and no signal.
class SignalsBlocked {
  public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  private:
    sigset_t before_{};
};

}  // namespace

std::expected<std::unique_ptr<TraceFile>, std::string> TraceFile::open(const std::string& path,
                                                                       std::unique_ptr<TraceFormat> format,
                                                                       const TraceStart& start) {
    runtime::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file.is_open()) {
        return std::unexpected(std::string(std::strerror(errno)));
    }
    std::unique_ptr<TraceFile> trace(new TraceFile(std::move(file), std::move(format)));
    trace->format_->begin(start, trace->text_);
    trace->write_out();
    trace->start_writing();
    return trace;
}

TraceFile::TraceFile(runtime::Descriptor file, std::unique_ptr<TraceFormat> format)
    : ring_(ring_bytes), file_(std::move(file)), format_(std::move(format)), is_regular_(is_regular(file_.number())), pages_(file_.number()) {}

TraceFile::~TraceFile() { stop_writing(); }

void TraceFile::start_writing() {
    SignalsBlocked blocked;
    writer_ = std::thread([this] { write_events(); });
}

void TraceFile::stop_writing() {
    if (writer_.joinable()) {
        ring_.close();
        writer_.join();
    }
}

void TraceFile::take(const TraceEvent& event) {
    encode(event, ring_.reserve(encoded_size(event)));
    ring_.publish();
}

std::string TraceFile::finish(const TraceEnd& end) {
    stop_writing();
    SignalsBlocked blocked;
    format_->end(end, text_);
    write_out();
    file_.reset();
    return error_ == 0 ? std::string() : std::strerror(error_);
}

/// The thread.
void TraceFile::write_events() {
    while (true) {
        bool is_last = ring_.is_closed();
        bool had_events = !ring_.peek().empty();
        format_all();
        write_out();
        if (is_last) {
            return;
        }
        ring_.wait(had_events ? busy_pause : idle_pause);
    }
}

void TraceFile::format_all() {
    for (auto bytes = ring_.peek(); !bytes.empty(); bytes = ring_.peek()) {
        TraceDecoder decoder(bytes);
        while (const TraceEvent* event = decoder.next()) {
            format_->write(*event, text_);
            if (text_.size() >= write_bytes) {
                write_out();
            }
        }
        ring_.release(bytes.size());
    }
}

bool TraceFile::write_to_pipe(std::string_view left) {
    while (!left.empty()) {
        ssize_t count = ::write(file_.number(), left.data(), left.size());
        if (count >= 0) {
            left.remove_prefix(static_cast<size_t>(count));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/// With a bracket in the place of the last separator, which the next text brings with it.
bool TraceFile::write_to_pages(std::string_view text) {
    constexpr std::string_view short_end = "]\n";  // as long as the separator: there is room for it on a full disk
    is_closed_array_ = format_->is_array() && text.ends_with(TraceFormat::separator);
    text.remove_suffix(is_closed_array_ ? TraceFormat::separator.size() : 0);
    return pages_.append(text, is_closed_array_ ? array_end : "", format_->is_array() ? short_end : "\n");
}

void TraceFile::write_out() {
    bool has_news = text_.size() > (is_closed_array_ ? TraceFormat::separator.size() : 0);
    if (!has_news) {
        return;
    }
    if (error_ == 0 && !(is_regular_ ? write_to_pages(text_.text()) : write_to_pipe(text_.text()))) {
        error_ = errno;
    }
    text_.clear();
    if (is_closed_array_) {
        text_.add(TraceFormat::separator);
    }
}

}  // namespace aiorun::observe
