// The text as yaml-cpp is to see it: the same bytes at the same offsets, but for what it gets wrong.
#pragma once

#include <streambuf>
#include <string_view>

namespace aiorun::document {

/// Stands for a `?` that cannot begin a key: yaml-cpp 0.7 ends plain scalars in brackets at any `?`, so that
/// `[http://host/?page=1]` would be an error. No byte of valid UTF-8 has this value.
inline constexpr char masked_question_mark = '\xFF';

/// Reads from a text without copying all of it. Line breaks of one carriage return alone become line feeds.
class ParserInput final : public std::streambuf {
  public:
    explicit ParserInput(std::string_view text) : text_(text) {}

  protected:
    int_type underflow() override;

  private:
    [[nodiscard]] char seen(size_t at) const;
    [[nodiscard]] bool may_begin_key(size_t at) const;

    std::string_view text_;
    size_t next_ = 0;
    char buffer_[4096];
};

}  // namespace aiorun::document
