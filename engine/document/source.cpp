#include "document/source.hpp"

#include <algorithm>
#include <cstring>

#include "document/shown_text.hpp"

namespace aiorun::document {
namespace {

constexpr uint32_t milestone_distance = 4096;

}  // namespace

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    find_lines();
    set_milestones();
}

void Source::find_lines() {
    lines_.push_back(text_.starts_with(byte_order_mark) ? static_cast<uint32_t>(byte_order_mark.size()) : 0);
    bool has_returns = text_.find('\r') != std::string::npos;
    for (size_t at = lines_[0]; at < text_.size();) {
        size_t line_end = has_returns ? text_.find_first_of("\r\n", at) : text_.find('\n', at);
        if (line_end == std::string::npos) {
            break;
        }
        bool is_pair = text_[line_end] == '\r' && line_end + 1 < text_.size() && text_[line_end + 1] == '\n';
        at = line_end + (is_pair ? 2 : 1);
        lines_.push_back(static_cast<uint32_t>(at));
    }
}

void Source::set_milestones() {
    for (size_t line = 0; line < lines_.size(); ++line) {
        size_t line_end = line + 1 < lines_.size() ? lines_[line + 1] : text_.size();
        uint32_t characters = 0;
        for (uint32_t at = lines_[line]; line_end - at > milestone_distance;) {
            characters += static_cast<uint32_t>(
                count_characters(std::string_view(text_).substr(at, milestone_distance)));
            at += milestone_distance;
            milestones_.push_back({at, characters});
        }
    }
}

std::string_view Source::text(Span span) const {
    size_t begin = std::min<size_t>(span.begin, text_.size());
    size_t end = std::clamp<size_t>(span.end, begin, text_.size());
    return std::string_view(text_).substr(begin, end - begin);
}

Position Source::position(uint32_t offset) const {
    offset = static_cast<uint32_t>(std::min<size_t>(offset, text_.size()));
    auto line = std::ranges::upper_bound(lines_, offset);
    if (line == lines_.begin()) {
        return {};
    }
    auto number = static_cast<uint32_t>(line - lines_.begin());
    uint32_t from = lines_[number - 1];
    uint32_t characters = 0;
    auto milestone = std::ranges::upper_bound(milestones_, offset, {}, &Milestone::offset);
    if (milestone != milestones_.begin() && (milestone - 1)->offset > from) {
        from = (milestone - 1)->offset;
        characters = (milestone - 1)->characters;
    }
    characters += static_cast<uint32_t>(count_characters(text({from, offset})));
    return {number, characters + 1};
}

uint32_t Source::line_begin(uint32_t number) const {
    return lines_[std::clamp<size_t>(number, 1, lines_.size()) - 1];
}

std::string_view Source::line(uint32_t number) const {
    uint32_t begin = line_begin(number);
    auto end = number < lines_.size() ? lines_[number] : static_cast<uint32_t>(text_.size());
    std::string_view line = text({begin, end});
    while (line.ends_with('\n') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace aiorun::document
