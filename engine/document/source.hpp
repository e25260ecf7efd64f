// A source text with a name, and places in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aiorun::document {

/// A half-open range of bytes in a source text.
struct Span {
    uint32_t begin = 0;
    uint32_t end = 0;
};

/// 1-based; the column counts characters (code points), as editors do.
struct Position {
    uint32_t line = 1;
    uint32_t column = 1;
};

/// Immutable; everything that was read from it points to it, so it outlives the run.
class Source {
  public:
    /// `name` is what errors show: the path as the user gave it, or `<stdin>`.
    Source(std::string name, std::string text);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] std::string_view text(Span span) const;
    /// Quick wherever it is, also in a file that is one long line. An offset beyond the end counts as the
    /// end.
    [[nodiscard]] Position position(uint32_t offset) const;
    /// Where a line (1-based) begins, in bytes.
    [[nodiscard]] uint32_t line_begin(uint32_t number) const;
    [[nodiscard]] uint32_t line_count() const noexcept { return static_cast<uint32_t>(lines_.size()); }
    /// The text of a line (1-based) without its line break.
    [[nodiscard]] std::string_view line(uint32_t number) const;

  private:
    /// How many characters there are from the beginning of its line to `offset`.
    struct Milestone {
        uint32_t offset;
        uint32_t characters;
    };
    void find_lines();
    void set_milestones();

    std::string name_;
    std::string text_;
    std::vector<uint32_t> lines_;        // where each line begins; the first after the byte order mark
    std::vector<Milestone> milestones_;  // only in long lines, every few KiB
};

}  // namespace aiorun::document
