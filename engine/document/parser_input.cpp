#include "document/parser_input.hpp"

#include <algorithm>

#include "document/extent.hpp"

namespace aiorun::document {

char ParserInput::seen(size_t at) const {
    char byte = text_[at];
    if (byte == '\r') {
        return at + 1 < text_.size() && text_[at + 1] == '\n' ? '\r' : '\n';
    }
    if (byte != '?') {
        return byte;
    }
    bool begins_word = at == 0 || is_blank_or_break(text_[at - 1]) || is_flow_indicator(text_[at - 1]);
    bool ends_word = at + 1 == text_.size() || is_blank_or_break(text_[at + 1]);
    return begins_word && ends_word ? '?' : masked_question_mark;
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
