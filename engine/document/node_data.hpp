// How a Tree keeps its nodes: 24 bytes each, in an arena, children side by side. Immutable once built, so an
// alias is a copy of the node that it names and shares what is below. Seen only by the files that build and
// read trees.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "document/tree.hpp"

namespace aiorun::document::detail {

struct NodeData {
    NodeKind kind = NodeKind::null;
    bool is_quoted = false;
    Span span;
    uint32_t size = 0;  ///< bytes of a scalar's text, items of a list, entries of a map
    union {
        const char* text = nullptr;  ///< of a scalar; in the source where it stands there as it is
        const NodeData* items;
        const EntryData* entries;
    };

    [[nodiscard]] std::string_view scalar_text() const noexcept { return {text, size}; }
};
static_assert(sizeof(NodeData) == 24);

struct EntryData {
    NodeData key;  ///< always a string
    NodeData value;
};
static_assert(sizeof(EntryData) == 2 * sizeof(NodeData));

/// Maps with more entries than this have an index behind their entries: the entries' numbers in order of
/// their keys.
inline constexpr uint32_t largest_unindexed_map = 16;

[[nodiscard]] inline const uint32_t* index_of(const NodeData& map) noexcept {
    return reinterpret_cast<const uint32_t*>(map.entries + map.size);
}

/// Memory that is given back all at once, or in stretches of what was allocated one after the other.
class Arena {
  public:
    /// Uninitialized, aligned for NodeData.
    [[nodiscard]] void* allocate(size_t bytes) {
        bytes = (bytes + alignof(NodeData) - 1) & ~(alignof(NodeData) - 1);
        if (bytes > left_) {
            grow(bytes);
        }
        std::byte* result = next_;
        next_ += bytes;
        left_ -= bytes;
        return result;
    }
    [[nodiscard]] std::string_view copy(std::string_view text) {
        if (text.empty()) {
            return "";
        }
        auto* bytes = static_cast<char*>(allocate(text.size()));
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }

    /// Gives back what was allocated after `from` and before `to`, as far as whole blocks of it are.
    void release_between(const void* from, const void* to) noexcept {
        size_t end = block_of(to);
        for (size_t i = block_of(from) + 1; i < end; ++i) {
            blocks_[i].memory = nullptr;
        }
    }
    void release() noexcept {
        blocks_.clear();
        next_ = nullptr;
        left_ = 0;
    }

  private:
    struct Block {
        std::unique_ptr<std::byte[]> memory;
        size_t size = 0;
    };

    void grow(size_t bytes) {
        constexpr size_t block = size_t{64} * 1024;
        size_t size = bytes > block ? bytes : block;
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
        next_ = blocks_.back().memory.get();
        left_ = size;
    }
    [[nodiscard]] size_t block_of(const void* place) const noexcept {
        auto address = reinterpret_cast<uintptr_t>(place);
        auto found = std::ranges::find_if(blocks_, [&](const Block& block) {
            return address - reinterpret_cast<uintptr_t>(block.memory.get()) < block.size;
        });
        return static_cast<size_t>(found - blocks_.begin());
    }

    std::vector<Block> blocks_;
    std::byte* next_ = nullptr;
    size_t left_ = 0;
};

/// Where the nodes of one tree lie. Texts that do not stand in the source as they are live as long as the tree, also when
/// its nodes are given back.
struct Memory {
    Arena nodes;
    Arena texts;
    bool has_aliases = false;  ///< then nodes are shared, and no stretch of them is one item's alone
};

}  // namespace aiorun::document::detail
