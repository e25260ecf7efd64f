#include "observe/trace_pages.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace aiorun::observe {
namespace {

/// Without the line feed, the blanks before it, and the comma of an array.
size_t length_of_event(std::string_view line) {
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    return line.size() - (line.ends_with(',') ? 1 : 0);
}

}  // namespace

bool TracePages::append(std::string_view lines, std::string_view end, std::string_view array_end) {
    fill_pages(lines);
    size_t kept = text_.size();
    text_ += end;
    size_t done = write_text();
    if (done == text_.size()) {
        event_end_ = at_ + length_of_event(std::string_view(text_).substr(0, kept));
        at_ += kept;
        return true;
    }
    int error = errno;
    size_t feed = std::string_view(text_).substr(0, done).rfind('\n');
    if (feed != std::string_view::npos) {
        event_end_ = at_ + length_of_event(std::string_view(text_).substr(0, feed));
    }
    cut(array_end);
    errno = error;
    return false;
}

/// Makes text_ of the lines, with blanks such that no line that fits into a page crosses a border.
void TracePages::fill_pages(std::string_view lines) {
    text_.clear();
    while (!lines.empty()) {
        size_t room = page_bytes - (at_ + text_.size()) % page_bytes;
        if (lines.size() <= room) {
            text_ += lines;
            return;
        }
        size_t feed = lines.substr(0, room).rfind('\n');
        if (feed != std::string_view::npos) {
            text_.append(lines.substr(0, feed)).append(room - feed - 1, ' ').append("\n");
            lines.remove_prefix(feed + 1);
            continue;
        }
        size_t line = std::min(lines.find('\n'), lines.size() - 1) + 1;
        if (line <= page_bytes && room < page_bytes) {
            text_.append(room, ' ');
        } else {
            text_ += lines.substr(0, line);
            lines.remove_prefix(line);
        }
    }
}

/// Gives how much of it could be written; less than all with errno.
size_t TracePages::write_text() const {
    size_t done = 0;
    while (done < text_.size()) {
        ssize_t count =
            pwrite(descriptor_, text_.data() + done, text_.size() - done, static_cast<off_t>(at_ + done));
        if (count >= 0) {
            done += static_cast<size_t>(count);
        } else if (errno != EINTR) {
            break;
        }
    }
    return done;
}

void TracePages::cut(std::string_view array_end) const {
    (void)!ftruncate(descriptor_, static_cast<off_t>(event_end_));
    if (event_end_ > 0) {
        (void)!pwrite(descriptor_, array_end.data(), array_end.size(), static_cast<off_t>(event_end_));
    }
}

}  // namespace aiorun::observe
