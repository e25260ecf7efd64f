// Head: status and headers of a response, collected line by line as libcurl hands them over. Lines stay text:
// what nobody looks at is not taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::http {

class Head {
  public:
    /// One line with its line end; a status line begins anew (interim responses, authentication rounds), what
    /// comes after the empty line is a trailer. False when the headers are too large or contradict each
    /// other: problem() says so.
    [[nodiscard]] bool add_line(std::string_view whole);
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Whether libcurl's next line is one of a head, and not of a body.
    [[nodiscard]] bool is_expected() const noexcept { return !complete_ || status_ < 200; }
    /// Whether that line goes on with a header, though there was none (RFC 9112 2.2).
    [[nodiscard]] bool lacks_field_for(std::string_view line) const noexcept {
        return !complete_ && text_.empty() && (line.starts_with(' ') || line.starts_with('\t'));
    }
    [[nodiscard]] bool fail_for_lack_of_field();
    /// Ready for the next response; keeps its memory.
    void clear();

    [[nodiscard]] int status() const noexcept { return status_; }
    /// The empty line has come.
    [[nodiscard]] bool complete() const noexcept { return complete_; }
    /// The value of the first header of that name (in lower case); valid until the next line.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// All values of a header, joined.
    [[nodiscard]] std::string joined(std::string_view name) const;
    /// How long the body will be; a transfer coding overrides what Content-Length says (RFC 9112 6.3).
    [[nodiscard]] std::optional<uint64_t> content_length() const noexcept {
        return has_coding_ ? std::nullopt : content_length_;
    }
    /// Whether there is a Content-Encoding.
    [[nodiscard]] bool is_encoded() const noexcept { return encoded_; }
    /// The map that workflows see; made when it is looked at.
    [[nodiscard]] value::Value headers() const;

  private:
    [[nodiscard]] bool fail(std::string problem);
    [[nodiscard]] bool begin(std::string_view status_line);
    void fold(std::string_view line);
    [[nodiscard]] bool add_field(std::string_view line, std::string_view whole);
    [[nodiscard]] bool note(std::string_view name, std::string_view value);
    [[nodiscard]] bool check_framing(std::string_view name, std::string_view value, bool space_before_colon);
    [[nodiscard]] bool check_length(std::string_view text);
    [[nodiscard]] bool check_coding(std::string_view text);

    std::string text_;  // see HeaderLines
    std::string problem_;
    std::optional<uint64_t> content_length_;
    size_t bytes_ = 0;
    size_t lines_ = 0;
    int status_ = 0;
    bool complete_ = false;
    bool encoded_ = false;     // there is a Content-Encoding
    bool has_coding_ = false;  // there is a Transfer-Encoding
};

}  // namespace aiorun::http
