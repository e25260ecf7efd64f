// Head: status and headers of a response, collected line by line as libcurl hands them over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace aiorun::http {

class Head {
  public:
    /// One line with its line end; a status line begins anew (interim responses, authentication rounds), what
    /// comes after the empty line is a trailer. False when the headers are too large or contradict each
    /// other: problem() says so.
    [[nodiscard]] bool add_line(std::string_view line);
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
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
    /// The map that workflows see.
    [[nodiscard]] value::Value headers() const;

  private:
    struct Entry {
        uint32_t name;
        uint32_t name_length;
        uint32_t value;
        uint32_t value_length;
    };

    [[nodiscard]] bool fail(std::string problem);
    void add_status(std::string_view line);
    void fold(std::string_view line);
    [[nodiscard]] bool add_field(std::string_view line);
    [[nodiscard]] bool check_framing(std::string_view name, std::string_view value, bool space_before_colon);
    [[nodiscard]] bool check_length(std::string_view text);
    [[nodiscard]] bool check_coding(std::string_view text);
    [[nodiscard]] std::string_view name(const Entry& entry) const noexcept;
    [[nodiscard]] std::string_view value(const Entry& entry) const noexcept;
    [[nodiscard]] bool is_repeated(size_t index) const noexcept;
    [[nodiscard]] value::Value joined_value(size_t first) const;

    std::string text_;  // names and values, one behind the other
    std::vector<Entry> entries_;
    std::string problem_;
    std::optional<uint64_t> content_length_;
    size_t bytes_ = 0;
    int status_ = 0;
    bool complete_ = false;
    bool has_coding_ = false;
};

}  // namespace aiorun::http
