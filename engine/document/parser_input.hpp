// The text as yaml-cpp is to see it: the same bytes at the same offsets, but for what it gets wrong, and no
// further than its memory allows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <streambuf>
#include <string_view>

namespace aiorun::document {

/// Stands for a `?` that cannot begin a key: yaml-cpp 0.7 ends plain scalars in brackets at any `?`, so that
/// `[http://host/?page=1]` would be an error. No byte of valid UTF-8 has this value.
inline constexpr char masked_question_mark = '\xFF';

/// Stands for the backslashes of `\ud83d\ude00`, as JSON writes characters beyond U+FFFF: yaml-cpp takes each half for a
/// character, which it is not.
inline constexpr char masked_backslash = '\xFE';

/// Reads from a text without copying all of it. Line breaks of one carriage return alone become line feeds.
///
/// yaml-cpp keeps all tokens of a list or map in brackets, some 200 bytes a character, until it knows that it
/// is no key. So when it reads on for long without an event, what it reads is looked at here, and the input
/// ends early where nesting or the number of nodes is over its bound.
class ParserInput final : public std::streambuf {
  public:
    enum class Bound : uint8_t { depth, nodes };
    struct Stop {
        Bound bound;
        size_t at;
    };

    explicit ParserInput(std::string_view text)
        : text_(text), lead_(text.starts_with('[') || text.starts_with('{')) {}

    /// How many bytes stand before the text: a tab before a bracket at its very beginning (a file of JSON)
    /// tells yaml-cpp that this is no key.
    [[nodiscard]] size_t lead() const noexcept { return lead_ ? 1 : 0; }

    /// To be called at each event with the end of what was read.
    void progress(size_t cursor) noexcept {
        cursor_ = cursor;
        checkpoint_ = next_ + first_checkpoint;
    }
    /// Why and where the input ended before the text did.
    [[nodiscard]] std::optional<Stop> stopped() const noexcept { return stop_; }

  protected:
    int_type underflow() override;

  private:
    static constexpr size_t first_checkpoint = size_t{256} * 1024;
    static constexpr size_t farthest_checkpoint = size_t{4} * 1024 * 1024;

    [[nodiscard]] char seen(size_t at) const;
    [[nodiscard]] bool may_begin_key(size_t at) const;
    [[nodiscard]] bool is_in_block_scalar() const;
    [[nodiscard]] bool begins_surrogate_pair(size_t at) const;
    void check_what_was_read();

    std::string_view text_;
    bool lead_;
    size_t next_ = 0;
    size_t cursor_ = 0;
    size_t checkpoint_ = first_checkpoint;
    std::optional<Stop> stop_;
    char buffer_[4096];
};

}  // namespace aiorun::document
