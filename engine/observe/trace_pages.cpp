#include "observe/trace_pages.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace aiorun::observe {
namespace {

constexpr auto blanks = [] {
    std::array<char, TracePages::page_bytes> all{};
    all.fill(' ');
    return all;
}();

std::string_view some_blanks(size_t count) {
    return {blanks.data(), count};
}

/// Without the line feed and the comma of an array.
size_t length_of_event(std::string_view line) {
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    line.remove_suffix(line.ends_with(',') ? 1 : 0);
    return line.size();
}

}  // namespace

bool TracePages::append(std::string_view lines, std::string_view end, std::string_view array_end) {
    bool done = append_lines(lines, end);
    if (done && !end.empty()) {
        size_t kept = at_;
        done = put({end});
        at_ = kept;
    }
    if (!done) {
        int error = errno;
        cut(array_end);
        errno = error;
    }
    return done;
}

bool TracePages::append_lines(std::string_view& lines, std::string_view& end) {
    while (!lines.empty()) {
        size_t room = page_bytes - at_ % page_bytes;
        if (lines.size() <= room) {
            size_t begin = at_;
            bool with_end = lines.size() + end.size() <= room;
            if (!put({lines, with_end ? end : std::string_view()})) {
                return false;
            }
            at_ = begin + lines.size();
            event_end_ = begin + length_of_event(lines);
            end = with_end ? std::string_view() : end;
            return true;
        }
        size_t feed = lines.substr(0, room).rfind('\n');
        if (feed != std::string_view::npos) {
            size_t event_end = at_ + length_of_event(lines.substr(0, feed));
            if (!put({lines.substr(0, feed), some_blanks(room - feed - 1), "\n"})) {
                return false;
            }
            event_end_ = event_end;
            lines.remove_prefix(feed + 1);
            continue;
        }
        size_t line = std::min(lines.find('\n'), lines.size() - 1) + 1;
        bool fits_a_page = line <= page_bytes && room < page_bytes;
        size_t event_end = fits_a_page ? event_end_ : at_ + length_of_event(lines.substr(0, line));
        if (!put({fits_a_page ? some_blanks(room) : lines.substr(0, line)})) {
            return false;
        }
        event_end_ = event_end;
        lines.remove_prefix(fits_a_page ? 0 : line);
    }
    return true;
}

bool TracePages::put(std::initializer_list<std::string_view> parts) {
    std::array<iovec, 3> left{};
    size_t count = 0;
    for (std::string_view part : parts) {
        left[count++] = {const_cast<char*>(part.data()), part.size()};
    }
    for (size_t first = 0; first < count;) {
        ssize_t written =
            pwritev(descriptor_, &left[first], static_cast<int>(count - first), static_cast<off_t>(at_));
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        at_ += static_cast<size_t>(written);
        auto rest = static_cast<size_t>(written);
        while (first < count && rest >= left[first].iov_len) {
            rest -= left[first++].iov_len;
        }
        if (first < count) {
            left[first] = {static_cast<char*>(left[first].iov_base) + rest, left[first].iov_len - rest};
        }
    }
    return true;
}

void TracePages::cut(std::string_view array_end) const {
    (void)!ftruncate(descriptor_, static_cast<off_t>(event_end_));
    if (event_end_ > 0) {
        (void)!pwrite(descriptor_, array_end.data(), array_end.size(), static_cast<off_t>(event_end_));
    }
}

}  // namespace aiorun::observe
