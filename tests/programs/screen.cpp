#include "tests/programs/screen.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <utility>

namespace aiorun::programs {
namespace {

size_t length_of(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

/// Enough for the tests: Chinese, Japanese, Korean and emoji are wide.
size_t width_of(std::string_view character) {
    auto first = static_cast<unsigned char>(character[0]);
    bool is_wide = (first >= 0xE3 && first <= 0xED) || first == 0xF0;
    return is_wide ? 2 : 1;
}

}  // namespace

void Screen::write(std::string_view bytes) {
    std::string text = std::exchange(pending_, {}) + std::string(bytes);
    for (size_t at = 0; at < text.size();) {
        char c = text[at];
        if (c == '\x1b') {
            size_t end = at + 2;
            while (end < text.size() && !std::isalpha(static_cast<unsigned char>(text[end]))) {
                ++end;
            }
            if (end >= text.size()) {
                pending_ = text.substr(at);
                return;
            }
            control(std::string_view(text).substr(at + 1, end - at));
            at = end + 1;
        } else if (c == '\n') {
            line_feed();
            ++at;
        } else if (c == '\r') {
            column_ = 0;
            ++at;
        } else {
            size_t length = length_of(static_cast<unsigned char>(c));
            if (at + length > text.size()) {
                pending_ = text.substr(at);
                return;
            }
            std::string_view character = std::string_view(text).substr(at, length);
            put(character, width_of(character));
            at += length;
        }
    }
}

void Screen::put(std::string_view character, size_t width) {
    if (column_ + width > columns_) {
        if (!wraps_) {
            column_ = columns_ - width;
        } else {
            rows_[row_].goes_on = true;
            line_feed();
            column_ = 0;
        }
    }
    Row& row = rows_[row_];
    row.cells.resize(std::max(row.cells.size(), column_ + width), " ");
    row.cells[column_] = character;
    if (width == 2) {
        row.cells[column_ + 1] = "";
    }
    column_ += width;
}

void Screen::line_feed() {
    ++row_;
    if (row_ == rows_.size()) {
        rows_.emplace_back();
    }
    top_ = std::max(top_, row_ + 1 > height_ ? row_ + 1 - height_ : 0);
}

void Screen::control(std::string_view sequence) {
    if (sequence == "[J" || sequence == "[0J") {
        erase_below();
    } else if (sequence == "[K" || sequence == "[0K") {
        erase_line();
    } else if (sequence == "[?7l" || sequence == "[?7h") {
        wraps_ = sequence.back() == 'h';
    } else if (sequence.back() == 'A') {
        size_t count = std::max(1UL, std::strtoul(std::string(sequence.substr(1)).c_str(), nullptr, 10));
        row_ = row_ > top_ + count ? row_ - count : top_;
    } else if (sequence.back() != 'm') {
        unknown_ += sequence;
    }
}

void Screen::erase_line() {
    Row& row = rows_[row_];
    row.cells.resize(std::min(row.cells.size(), column_));
    row.goes_on = false;
}

void Screen::erase_below() {
    erase_line();
    rows_.resize(row_ + 1);
}

/// As terminals do that let lines flow: rows that wrapped are put together and wrapped anew, the cursor stays with its text.
void Screen::resize(size_t columns, size_t height) {
    std::vector<Row> old = std::exchange(rows_, {});
    size_t cursor_row = row_;
    size_t cursor_column = column_;
    columns_ = columns;
    height_ = height;
    for (size_t i = 0; i < old.size();) {
        Row line;
        size_t cursor = std::string::npos;  // its place in the line
        do {
            if (i == cursor_row) {
                cursor = line.cells.size() + cursor_column;
            }
            line.cells.insert(line.cells.end(), old[i].cells.begin(), old[i].cells.end());
        } while (old[i++].goes_on && i < old.size());
        size_t first = rows_.size();
        for (size_t at = 0; at == 0 || at < line.cells.size(); at += columns) {
            auto begin = line.cells.begin() + static_cast<std::ptrdiff_t>(at);
            auto end = line.cells.begin() + static_cast<std::ptrdiff_t>(std::min(at + columns, line.cells.size()));
            rows_.push_back({{begin, end}, at + columns < line.cells.size()});
        }
        if (cursor != std::string::npos) {
            row_ = std::min(first + cursor / columns, rows_.size() - 1);
            column_ = cursor % columns;
        }
    }
    top_ = rows_.size() > height ? rows_.size() - height : 0;
    top_ = std::min(top_, row_);
}

std::string Screen::text(const Row& row) {
    std::string text;
    for (const std::string& cell : row.cells) {
        text += cell;
    }
    return text;
}

std::vector<std::string> Screen::lines() const {
    std::vector<std::string> lines;
    std::string line;
    for (const Row& row : rows_) {
        line += text(row);
        if (!row.goes_on) {
            line.resize(line.find_last_not_of(' ') + 1);
            lines.push_back(std::exchange(line, {}));
        }
    }
    while (!lines.empty() && lines.back().empty()) {
        lines.pop_back();
    }
    return lines;
}

std::vector<std::string> Screen::block() const {
    std::vector<std::string> rows;
    for (size_t i = row_; i < rows_.size(); ++i) {
        rows.push_back(text(rows_[i]));
    }
    return rows;
}

}  // namespace aiorun::programs
