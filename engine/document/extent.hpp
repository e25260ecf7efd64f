// Where things stand in a YAML text. yaml-cpp tells where a node begins; what it does not tell is found here,
// by looking at the text. All functions take and give byte offsets, and trust that the YAML there is valid.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "document/source.hpp"

namespace aiorun::document {

[[nodiscard]] bool is_blank(char c) noexcept;  ///< space or tab
[[nodiscard]] bool is_break(char c) noexcept;  ///< line feed or carriage return
[[nodiscard]] bool is_blank_or_break(char c) noexcept;
[[nodiscard]] bool is_flow_indicator(char c) noexcept;  ///< one of `,[]{}`

/// The next offset that is neither blank, nor line break, nor in a comment.
[[nodiscard]] size_t skip_space(std::string_view text, size_t at) noexcept;
/// The end of the word at `at`: up to a blank, a line break or a flow indicator. For anchors, aliases and
/// tags.
[[nodiscard]] size_t word_end(std::string_view text, size_t at) noexcept;

/// What stands before a node's content: anchors and tags.
struct Properties {
    size_t content = 0;       ///< where the node itself begins
    std::optional<Span> tag;  ///< the last tag
};
[[nodiscard]] Properties skip_properties(std::string_view text, size_t at) noexcept;

/// The end of a scalar that begins at `at`, closing quote included. `value` is what the parser made of it.
[[nodiscard]] size_t scalar_end(std::string_view text, size_t at, std::string_view value) noexcept;
/// The end of what a quote at `at` begins, behind the closing quote; nothing when it is never closed.
[[nodiscard]] std::optional<size_t> quoted_end(std::string_view text, size_t at) noexcept;

/// The end of a null that is written out as `~`, `null`, `Null` or `NULL` at `at`; nothing when something
/// else stands there, or when it is the key of an entry although no key is looked for.
[[nodiscard]] std::optional<size_t> written_null_end(std::string_view text, size_t at, bool is_key) noexcept;

}  // namespace aiorun::document
