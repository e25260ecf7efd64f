// Builder: makes the nodes of a Tree from a parser's events. It knows YAML's rules beyond grammar (types of
// scalars, duplicate and merge keys, anchors, bounds) and nothing of the parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/node_data.hpp"

namespace aiorun::document::detail {

/// The errors of a document that is over a bound; also for who finds it out before the Builder does.
void report_too_deep(const Source& source, Span span, Diagnostics& diagnostics);
void report_too_many_nodes(const Source& source, Span span, Diagnostics& diagnostics);

class Builder {
  public:
    enum class Flow : uint8_t { go_on, stop };
    enum class Style : uint8_t { block, flow };

    Builder(const Source& source, Memory& memory, Diagnostics& diagnostics);

    // The events. `at` is the byte where the parser saw the node (for empty ones only near it), `anchor` the
    // number of its anchor or 0. After `stop`, which follows an error, there is no tree to go on with.
    [[nodiscard]] Flow empty_or_null(uint32_t at, size_t anchor);
    [[nodiscard]] Flow scalar(uint32_t at, size_t anchor, std::string_view value);
    [[nodiscard]] Flow alias(uint32_t at, size_t anchor);
    [[nodiscard]] Flow begin_list(uint32_t at, size_t anchor, Style style);
    [[nodiscard]] Flow begin_map(uint32_t at, size_t anchor, Style style);
    [[nodiscard]] Flow end_collection();

    /// The document's node, once it is complete and within bounds.
    [[nodiscard]] std::optional<NodeData> finish();

    /// Behind the last thing that was read.
    [[nodiscard]] uint32_t cursor() const noexcept { return cursor_; }
    [[nodiscard]] Span last_scalar() const noexcept { return last_scalar_; }
    /// Where the innermost list or map in brackets that is still open begins.
    [[nodiscard]] std::optional<uint32_t> open_bracket() const noexcept;

  private:
    struct Frame {
        size_t first;  // its first child in pending_
        size_t anchor;
        uint64_t total_before;
        uint32_t begin;
        uint32_t height = 1;
        NodeKind kind;
        Style style;
    };
    struct Anchor {
        NodeData node;
        uint64_t total = 0;  // nodes in it, aliases expanded
        uint32_t height = 0;
        bool is_complete = false;
    };

    [[nodiscard]] bool expects_key() const noexcept;
    [[nodiscard]] Flow begin(uint32_t at, size_t anchor, Style style, NodeKind kind);
    [[nodiscard]] Flow add(NodeData node, size_t anchor, uint64_t total, uint32_t height);
    [[nodiscard]] Flow add_scalar(NodeData node, size_t anchor);
    [[nodiscard]] Flow count(uint64_t total, uint32_t height, Span span);
    void remember(size_t anchor, const NodeData& node, uint64_t total, uint32_t height);
    [[nodiscard]] uint32_t content_of(uint32_t at);
    void report_tag(Span tag);
    [[nodiscard]] Span place_of_empty() const;
    void check_key(NodeData& key);
    void check_range(const NodeData& node);
    void check_cut_expression(const NodeData& node);
    void check_colon();
    void place_text(NodeData& node, std::string_view value);
    void close_list(const Frame& frame, NodeData& node);
    void close_map(const Frame& frame, NodeData& node);
    void set_end(const Frame& frame, NodeData& node);
    [[nodiscard]] std::string_view text() const noexcept { return source_.text(); }

    const Source& source_;
    Memory& memory_;
    Diagnostics& diagnostics_;
    std::vector<Frame> frames_;
    std::vector<NodeData> pending_;  // finished children of open frames; of maps keys and values in turn
    std::vector<Anchor> anchors_;
    size_t errors_before_;
    uint64_t written_ = 0;
    uint64_t total_ = 0;  // with aliases expanded
    uint32_t cursor_ = 0;
    Span last_scalar_;
};

}  // namespace aiorun::document::detail
