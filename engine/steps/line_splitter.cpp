#include "steps/line_splitter.hpp"

#include <algorithm>

namespace aiorun::steps {

void LineSplitter::add(std::string_view bytes) {
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    // At once what the longest line takes, since growing step by step would hold most of it twice; what is not
    // written to costs nothing.
    if (size_t needed = buffer_.size() + bytes.size(); needed > buffer_.capacity() && needed > longest_ / 64) {
        buffer_.reserve(std::max(needed, longest_ + bytes.size()));
    }
    buffer_ += bytes;
}

std::optional<std::string> LineSplitter::next() {
    size_t end = buffer_.find_first_of(ends_ == Ends::line_feeds ? "\n" : "\r\n", scanned_);
    if (end == std::string::npos) {
        scanned_ = buffer_.size();
        return finished_ ? take_rest() : std::nullopt;
    }
    size_t after = end + 1;
    if (buffer_[end] == '\r') {
        // Whether a LF belongs to it shows only in the byte behind.
        if (after == buffer_.size() && !finished_) {
            scanned_ = end;
            return std::nullopt;
        }
        after += after < buffer_.size() && buffer_[after] == '\n' ? 1 : 0;
    } else if (end > begin_ && buffer_[end - 1] == '\r') {
        --end;
    }
    std::string line = buffer_.substr(begin_, end - begin_);
    begin_ = scanned_ = after;
    return line;
}

std::optional<std::string> LineSplitter::take_rest() {
    if (begin_ == buffer_.size()) {
        return std::nullopt;
    }
    std::string line = buffer_.substr(begin_);
    begin_ = buffer_.size();
    return line;
}

}  // namespace aiorun::steps
