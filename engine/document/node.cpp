#include <algorithm>

#include "document/core_schema.hpp"
#include "document/node_data.hpp"
#include "document/tree.hpp"

namespace aiorun::document {
namespace {

using detail::EntryData;
using detail::NodeData;

value::Value to_value(const NodeData& node);

value::Value list_value(const NodeData& node) {
    std::vector<value::Value> items;
    items.reserve(node.size);
    for (uint32_t i = 0; i < node.size; ++i) {
        items.push_back(to_value(node.items[i]));
    }
    return value::make_list(std::move(items));
}

value::Value map_value(const NodeData& node) {
    value::MapBuilder map;
    for (uint32_t i = 0; i < node.size; ++i) {
        map.set(value::Value(node.entries[i].key.scalar_text()), to_value(node.entries[i].value));
    }
    return map.build();
}

/// Recursive; the depth is bounded by limits::document_depth.
value::Value to_value(const NodeData& node) {
    switch (node.kind) {
        case NodeKind::null:
            return {};
        case NodeKind::boolean:
            return node.scalar_text() == "true";
        case NodeKind::integer:
            return read_integer(node.scalar_text()).value_or(0);
        case NodeKind::number:
            return read_number(node.scalar_text()).value_or(0);
        case NodeKind::string:
            return value::Value(node.scalar_text());
        case NodeKind::list:
            return list_value(node);
        case NodeKind::map:
            return map_value(node);
    }
    return {};
}

}  // namespace

NodeKind Node::kind() const noexcept {
    return data_->kind;
}

std::string_view Node::kind_name() const noexcept {
    switch (kind()) {
        case NodeKind::null:
            return "null";
        case NodeKind::boolean:
            return "a bool";
        case NodeKind::integer:
            return "an int";
        case NodeKind::number:
            return "a number";
        case NodeKind::string:
            return "a string";
        case NodeKind::list:
            return "a list";
        case NodeKind::map:
            return "a map";
    }
    return "";
}

Span Node::span() const noexcept {
    return data_->span;
}

std::string_view Node::text() const noexcept {
    return is_scalar() ? data_->scalar_text() : std::string_view();
}

bool Node::is_quoted() const noexcept {
    return data_->is_quoted;
}

value::Value Node::value() const {
    return to_value(*data_);
}

size_t Node::size() const noexcept {
    return is_scalar() ? 0 : data_->size;
}
Node Node::item(size_t index) const noexcept {
    return {*source_, data_->items[index]};
}
Node Node::key(size_t index) const noexcept {
    return {*source_, data_->entries[index].key};
}
Node Node::entry(size_t index) const noexcept {
    return {*source_, data_->entries[index].value};
}

std::optional<Node> Node::find(std::string_view key) const noexcept {
    if (!is_map()) {
        return std::nullopt;
    }
    const EntryData* entries = data_->entries;
    if (data_->size <= detail::largest_unindexed_map) {
        const EntryData* end = entries + data_->size;
        const auto* found =
            std::find_if(entries, end, [&](const EntryData& e) { return e.key.scalar_text() == key; });
        return found != end ? std::optional(Node(*source_, found->value)) : std::nullopt;
    }
    const uint32_t* index = detail::index_of(*data_);
    const uint32_t* found = std::ranges::lower_bound(
        index, index + data_->size, key, {}, [&](uint32_t i) { return entries[i].key.scalar_text(); });
    bool is_found = found != index + data_->size && entries[*found].key.scalar_text() == key;
    return is_found ? std::optional(Node(*source_, entries[*found].value)) : std::nullopt;
}

}  // namespace aiorun::document
