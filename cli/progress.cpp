#include "cli/progress.hpp"

#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "value/json.hpp"

namespace aiorun::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds block_first{250};  // shorter runs leave the terminal alone
constexpr milliseconds block_interval{100};
constexpr milliseconds line_interval{1000};
constexpr size_t narrowest_terminal = 40;
constexpr size_t lowest_terminal = 4;
constexpr size_t most_rows = 8;

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' && std::string_view(value) != "false" && std::string_view(value) != "0";
}

/// Whether standard error is a terminal where lines can be drawn again, with somebody who looks at it.
bool is_live_terminal() {
    const char* term = std::getenv("TERM");
    if (isatty(STDERR_FILENO) != 1 || term == nullptr || *term == '\0' || std::string_view(term) == "dumb" || is_set("CI")) {
        return false;
    }
    LiveBlock::Size size = LiveBlock::terminal_size();
    return size.columns >= narrowest_terminal && size.rows >= lowest_terminal;
}

LiveBlock::OutputTo output_kind() {
    struct stat status {};
    if (isatty(STDOUT_FILENO) == 1) {
        return LiveBlock::OutputTo::terminal;
    }
    bool is_pipe = fstat(STDOUT_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
    return is_pipe ? LiveBlock::OutputTo::pipe : LiveBlock::OutputTo::elsewhere;
}

itimerspec to_timer(milliseconds first, milliseconds interval) {
    auto split = [](milliseconds time) {
        return timespec{time.count() / 1000, static_cast<long>(time.count() % 1000) * 1'000'000};
    };
    return {.it_interval = split(interval), .it_value = split(first)};
}

}  // namespace

std::unique_ptr<ProgressDisplay> ProgressDisplay::open(const Observation::Subject& subject) {
    bool is_run = subject.client != nullptr && subject.terminal != nullptr;
    if (!is_run || subject.arguments.quiet || subject.arguments.progress == Progress::none) {
        return nullptr;
    }
    return std::unique_ptr<ProgressDisplay>(new ProgressDisplay(subject));
}

ProgressDisplay::ProgressDisplay(const Observation::Subject& subject)
    : loop_(subject.loop),
      client_(*subject.client),
      log_format_(subject.arguments.log_format),
      mask_([&secrets = subject.secrets](std::string text) { return secrets.mask(std::move(text)); }) {
    bool is_asked_for = subject.arguments.progress == Progress::plain;
    if (!is_asked_for && is_live_terminal()) {
        block_ = std::make_unique<LiveBlock>(output_kind(), subject.terminal->color());
        start_timer(block_first, block_interval);
    } else {
        schedule_.emplace(is_asked_for ? ProgressSchedule::Kind::asked_for : ProgressSchedule::Kind::unasked);
        start_timer(line_interval, line_interval);
    }
}

ProgressDisplay::~ProgressDisplay() {
    if (timer_) {
        loop_.reactor().remove(timer_.number(), *this);
    }
}

/// Without a timer there is nothing to see, and the run goes on.
void ProgressDisplay::start_timer(milliseconds first, milliseconds interval) {
    runtime::Descriptor timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    itimerspec times = to_timer(first, interval);
    if (timer && timerfd_settime(timer.number(), 0, &times, nullptr) == 0 &&
        loop_.reactor().add(timer.number(), EPOLLIN, *this)) {
        timer_ = std::move(timer);
    }
}

void ProgressDisplay::on_io(uint32_t) {
    uint64_t expirations = 0;
    if (read(timer_.number(), &expirations, sizeof expirations) < 0) {
        return;
    }
    if (!progress_) {
        begin_to_look();
    }
    if (block_) {
        show_block();
    } else if (schedule_->is_due(std::chrono::steady_clock::now() - begun_)) {
        write_line(progress_->snapshot(transfers()));
    }
}

void ProgressDisplay::begin_to_look() {
    progress_.emplace(loop_);
    if (loop_.observer() == nullptr) {
        loop_.set_observer(&*progress_);
        return;
    }
    observers_.add(*loop_.observer());
    observers_.add(*progress_);
    loop_.set_observer(&observers_);
}

void ProgressDisplay::show_block() {
    LiveBlock::Size size = LiveBlock::terminal_size();
    if (size.columns < narrowest_terminal / 2 || size.rows < lowest_terminal) {
        block_->show({});
        return;
    }
    // The last column stays free: there some terminals wait with the line break until the next character comes.
    size_t rows = std::min(most_rows, size.rows - 2);
    block_->show(observe::progress_block(progress_->snapshot(transfers()), size.columns - 1, rows, mask_));
}

void ProgressDisplay::write_line(const observe::ProgressSnapshot& shot) {
    std::string text = "progress: " + observe::progress_line(shot, mask_);
    if (log_format_ == LogFormat::json) {
        auto now = std::chrono::system_clock::now().time_since_epoch();
        value::MapBuilder line;
        line.set("time", std::chrono::duration<double>(now).count()).set("level", "info").set("message", text);
        line.set("fields", observe::progress_fields(shot));
        text = value::to_json(line.build());
    }
    write_errors(text + "\n");
}

void ProgressDisplay::stop() {
    if (block_) {
        block_->close();
    } else if (schedule_->tells_end()) {
        write_line(progress_ ? progress_->totals(transfers()) : observe::Progress(loop_).totals(transfers()));
    }
}

observe::TransferCounts ProgressDisplay::transfers() const {
    http::Counters counters = client_.counters();
    return {counters.open, counters.queued, counters.finished, counters.received};
}

}  // namespace aiorun::cli
