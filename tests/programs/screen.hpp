// Screen: a small terminal, as far as it takes to see what a program leaves on one: rows that wrap, a scrollback, the
// sequences that aiorun writes, and windows that are resized while rows flow anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aiorun::programs {

class Screen {
  public:
    Screen(size_t columns, size_t height) : columns_(columns), height_(height), rows_(1) {}

    void write(std::string_view bytes);
    void resize(size_t columns, size_t height);

    /// All lines from the first one that scrolled away to the cursor's, with rows that only wrapped put together; without
    /// trailing blanks.
    [[nodiscard]] std::vector<std::string> lines() const;
    /// What stands in the cursor's row and below.
    [[nodiscard]] std::vector<std::string> block() const;
    [[nodiscard]] size_t column() const { return column_; }
    [[nodiscard]] bool wraps() const { return wraps_; }
    /// Sequences that this terminal does not know.
    [[nodiscard]] const std::string& unknown() const { return unknown_; }

  private:
    struct Row {
        std::vector<std::string> cells{};  // a wide character is followed by an empty cell
        bool goes_on = false;              // in the next row
    };
    void put(std::string_view character, size_t width);
    void line_feed();
    void control(std::string_view sequence);
    void erase_line();
    void erase_below();
    [[nodiscard]] static std::string text(const Row& row);

    size_t columns_;
    size_t height_;
    std::vector<Row> rows_;
    size_t top_ = 0;  // the first row of the window
    size_t row_ = 0;
    size_t column_ = 0;
    bool wraps_ = true;
    std::string pending_;  // of a sequence or character that has not come whole
    std::string unknown_;
};

}  // namespace aiorun::programs
