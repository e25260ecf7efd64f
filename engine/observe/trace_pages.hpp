// TracePages: the end of a trace's file, written so that a kill cuts it after a whole event. The kernel gives
// up a long write between two pages of the file, so no event lies on the border of two; what is left of a
// page is blanks before a line feed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiorun::observe {

class TracePages {
  public:
    /// A page, or a part of one, on every machine.
    static constexpr size_t page_bytes = 4096;

    /// A regular file, open for writing; borrowed.
    explicit TracePages(int descriptor) : descriptor_(descriptor) {}

    /// Writes whole lines (the last one may lack its line feed), and `end` behind them, in whose place the
    /// next text goes. False when that is not possible, with errno: then the file is cut after the last whole
    /// event, and has `array_end` behind it.
    [[nodiscard]] bool append(std::string_view lines, std::string_view end, std::string_view array_end);

  private:
    void fill_pages(std::string_view lines);
    [[nodiscard]] size_t write_text() const;
    void cut(std::string_view array_end) const;

    int descriptor_;
    std::string text_;      // with blanks
    size_t at_ = 0;         // where the next text goes
    size_t event_end_ = 0;  // behind the last whole event, before its separator
};

}  // namespace aiorun::observe
