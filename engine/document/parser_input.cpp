#include "document/parser_input.hpp"

#include <algorithm>
#include <cctype>

#include "document/extent.hpp"
#include "document/flow_scan.hpp"
#include "value/limits.hpp"

namespace aiorun::document {
namespace {

constexpr size_t surrogate_pair_length = std::string_view("\\ud83d\\ude00").size();

bool is_hexadecimal(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

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

/// Whether `\ud83d\ude00` stands there, its first backslash not escaped itself.
bool ParserInput::begins_surrogate_pair(size_t at) const {
    std::string_view pair = text_.substr(at, surrogate_pair_length);
    auto is_half = [&](size_t begin, std::string_view second_digits) {
        return pair[begin] == '\\' && pair[begin + 1] == 'u' && (pair[begin + 2] | 0x20) == 'd' &&
               second_digits.find(pair[begin + 3]) != std::string_view::npos && is_hexadecimal(pair[begin + 4]) &&
               is_hexadecimal(pair[begin + 5]);
    };
    if (pair.size() < surrogate_pair_length || !is_half(0, "89abAB") || !is_half(surrogate_pair_length / 2, "cdefCDEF")) {
        return false;
    }
    size_t before = at;
    while (before > 0 && text_[before - 1] == '\\') {
        --before;
    }
    return (at - before) % 2 == 0;
}

char ParserInput::seen(size_t at) const {
    char byte = text_[at];
    if (byte == '\\') {
        constexpr size_t half = surrogate_pair_length / 2;
        return begins_surrogate_pair(at) || (at >= half && begins_surrogate_pair(at - half)) ? masked_backslash : byte;
    }
    if (byte == '\r') {
        return at + 1 < text_.size() && text_[at + 1] == '\n' ? '\r' : '\n';
    }
    return byte != '?' || may_begin_key(at) ? byte : masked_question_mark;
}

/// Whether what comes behind the cursor is a text after `|` or `>`, in which brackets mean nothing.
bool ParserInput::is_in_block_scalar() const {
    std::string_view rest = text_.substr(cursor_, text_.find_first_of("\r\n", cursor_) - cursor_);
    size_t sign = rest.find_first_of("|>");
    return sign != std::string_view::npos && sign > 0 && is_blank(rest[sign - 1]) &&
           rest.find_first_of("[{\"'") == std::string_view::npos;
}

void ParserInput::check_what_was_read() {
    // Twice as far next time, so that all these looks together cost little.
    checkpoint_ = next_ + std::clamp(next_ - cursor_, first_checkpoint, farthest_checkpoint);
    if (is_in_block_scalar()) {
        return;
    }
    FlowScan scan = scan_flow(text_, cursor_, next_, std::nullopt);
    if (scan.too_deep) {
        stop_ = {Bound::depth, *scan.too_deep};
    } else if (scan.entries > limits::document_nodes) {
        stop_ = {Bound::nodes, cursor_};
    }
}

ParserInput::int_type ParserInput::underflow() {
    if (next_ >= checkpoint_) {
        check_what_was_read();
    }
    size_t count = stop_ ? 0 : std::min(sizeof buffer_ - 1, text_.size() - next_);
    if (count == 0) {
        return traits_type::eof();
    }
    size_t lead = next_ == 0 ? this->lead() : 0;
    buffer_[0] = '\t';
    for (size_t i = 0; i < count; ++i) {
        buffer_[lead + i] = seen(next_ + i);
    }
    next_ += count;
    setg(buffer_, buffer_, buffer_ + lead + count);
    return traits_type::to_int_type(buffer_[0]);
}

}  // namespace aiorun::document
