// LineSplitter: lines out of bytes that come piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aiorun::steps {

class LineSplitter {
  public:
    /// What ends a line besides LF and CR LF.
    enum class Ends : uint8_t { line_feeds, carriage_returns_too };
    /// Lines longer than `longest` bytes are not waited for.
    LineSplitter(Ends ends, size_t longest) : ends_(ends), longest_(longest) {}

    void add(std::string_view bytes);
    /// No more bytes come: what is left is a line too, unless it is empty.
    void finish() noexcept { finished_ = true; }

    /// The next line without its end, as bytes; nothing until more bytes come.
    [[nodiscard]] std::optional<std::string> next();
    /// Whether more than the longest line has come without an end.
    [[nodiscard]] bool is_too_long() const noexcept { return buffer_.size() - begin_ > longest_; }

  private:
    [[nodiscard]] std::optional<std::string> take_rest();

    Ends ends_;
    size_t longest_;
    std::string buffer_;
    size_t begin_ = 0;    // of the line that comes next
    size_t scanned_ = 0;  // up to here there is no end of it
    bool finished_ = false;
};

}  // namespace aiorun::steps
