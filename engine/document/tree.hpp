// Tree: a YAML document as typed nodes with their places. tree.cpp is the only file that sees yaml-cpp.
//
// What YAML leaves open is decided here, as the language says: the core schema (booleans are `true` and
// `false` only), no duplicate keys, no tags, one document, merge keys and anchors, bounds on size, depth and
// expansion.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "document/diagnostic.hpp"
#include "document/source.hpp"
#include "value/value.hpp"

namespace aiorun::document {

class Tree;

namespace detail {
struct NodeData;
struct EntryData;
}  // namespace detail

enum class NodeKind : uint8_t { null, boolean, integer, number, string, list, map };

/// A view of a node: cheap to copy, valid as long as its Tree.
class Node {
  public:
    Node() = default;
    Node(const Source& source, const detail::NodeData& data) : source_(&source), data_(&data) {}

    [[nodiscard]] NodeKind kind() const noexcept;
    [[nodiscard]] bool is_null() const noexcept { return kind() == NodeKind::null; }
    [[nodiscard]] bool is_string() const noexcept { return kind() == NodeKind::string; }
    [[nodiscard]] bool is_list() const noexcept { return kind() == NodeKind::list; }
    [[nodiscard]] bool is_map() const noexcept { return kind() == NodeKind::map; }
    [[nodiscard]] bool is_scalar() const noexcept { return !is_list() && !is_map(); }
    /// What messages call its kind: "a string", "a map", "null", …
    [[nodiscard]] std::string_view kind_name() const noexcept;

    [[nodiscard]] const Source& source() const noexcept { return *source_; }
    /// A scalar's text with its quotes; for a list or map from its first to its last line.
    [[nodiscard]] Span span() const noexcept;
    /// The text of any scalar (`0x10` stays `0x10`), after YAML's unquoting and folding.
    [[nodiscard]] std::string_view text() const noexcept;
    /// Whether the scalar was written in quotes or as a block.
    [[nodiscard]] bool is_quoted() const noexcept;
    /// The node and everything below it as a value.
    [[nodiscard]] value::Value value() const;

    /// Of a list its items, of a map its entries.
    [[nodiscard]] size_t size() const noexcept;
    [[nodiscard]] Node item(size_t index) const noexcept;
    [[nodiscard]] Node key(size_t index) const noexcept;
    [[nodiscard]] Node entry(size_t index) const noexcept;
    [[nodiscard]] std::optional<Node> find(std::string_view key) const noexcept;

  private:
    friend class Tree;

    const Source* source_ = nullptr;
    const detail::NodeData* data_ = nullptr;
};

/// Owns the nodes of one document.
class Tree {
  public:
    /// Reads the whole source. What is wrong goes to `diagnostics`; gives nothing when there is no tree to go
    /// on with. A tree may come with errors too (duplicate keys, tags), so that all of them can be reported.
    [[nodiscard]] static std::optional<Tree> read(std::shared_ptr<const Source> source,
                                                  Diagnostics& diagnostics);
    Tree(Tree&&) noexcept;
    Tree& operator=(Tree&&) noexcept;
    ~Tree();

    [[nodiscard]] Node root() const noexcept;

    // A tree that has been read into something else takes more memory than what came of it. These give back nodes that
    // nobody will look at any more; texts that came from them stay valid.
    /// What is below the first `end` items of a list.
    void forget_items(const Node& list, size_t end) noexcept;
    /// All nodes.
    void forget() noexcept;

  private:
    struct Storage;
    explicit Tree(std::unique_ptr<Storage> storage);
    std::unique_ptr<Storage> storage_;
};

}  // namespace aiorun::document
