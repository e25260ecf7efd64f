// TextPlaces: where the bytes of a scalar's text stand in the source, whatever quotes, escapes, folding and indentation lie
// between the two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "document/tree.hpp"

namespace aiorun::document {

/// Goes forward through a scalar: places asked for in order take time in proportion to the text, all together.
class TextPlaces {
  public:
    explicit TextPlaces(const Node& node);

    [[nodiscard]] const Node& node() const noexcept { return node_; }
    /// Places from here on are asked for next, perhaps not in order.
    void go_on_from(size_t offset);
    /// Where byte `offset` of the node's text stands: the escape that gives it, or the white space that was folded to it.
    [[nodiscard]] uint32_t at(size_t offset);

  private:
    enum class Style : uint8_t { verbatim, plain, single_quoted, double_quoted, block };
    struct Place {
        size_t source = 0;
        size_t text = 0;
    };

    [[nodiscard]] Place find(Place from, size_t offset) const;
    /// Behind what stands at a place.
    [[nodiscard]] Place next(Place place) const;
    [[nodiscard]] Place behind_escape(Place place) const;
    [[nodiscard]] Place behind_breaks(Place place) const;
    [[nodiscard]] bool is_line_end(size_t at) const;
    [[nodiscard]] size_t skip_indentation(size_t at) const;
    void begin_block();

    Node node_;
    std::string_view source_;  // up to the end of the scalar
    std::string_view text_;
    Style style_ = Style::verbatim;
    size_t indent_ = 0;  // of a block
    Place start_;
    Place mark_;
    Place last_;
};

}  // namespace aiorun::document
