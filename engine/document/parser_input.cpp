#include "document/parser_input.hpp"

#include <algorithm>

#include "document/extent.hpp"

namespace aiorun::document {

/// Whether a `?` may begin a key: nothing but indicators stands before it in its line or brackets, and a
/// blank behind.
bool ParserInput::may_begin_key(size_t at) const {
    if (at + 1 < text_.size() && !is_blank_or_break(text_[at + 1])) {
        return false;
    }
    size_t before = at;
    while (before > 0 && is_blank(text_[before - 1])) {
        --before;
    }
    if (before == 0 || is_break(text_[before - 1])) {
        return true;
    }
    char previous = text_[before - 1];
    return is_flow_indicator(previous) ||
           (before < at && (previous == '-' || previous == '?' || previous == ':'));
}

char ParserInput::seen(size_t at) const {
    char byte = text_[at];
    if (byte == '\r') {
        return at + 1 < text_.size() && text_[at + 1] == '\n' ? '\r' : '\n';
    }
    return byte != '?' || may_begin_key(at) ? byte : masked_question_mark;
}

ParserInput::int_type ParserInput::underflow() {
    size_t count = std::min(sizeof buffer_, text_.size() - next_);
    if (count == 0) {
        return traits_type::eof();
    }
    for (size_t i = 0; i < count; ++i) {
        buffer_[i] = seen(next_ + i);
    }
    next_ += count;
    setg(buffer_, buffer_, buffer_ + count);
    return traits_type::to_int_type(buffer_[0]);
}

}  // namespace aiorun::document
