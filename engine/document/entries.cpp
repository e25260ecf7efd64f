#include "document/entries.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

#include "document/shown_text.hpp"

namespace aiorun::document::detail {
namespace {

constexpr size_t most_reported = 100;  // duplicates of one map

std::string_view key_of(const EntryData& entry) {
    return entry.key.scalar_text();
}

/// The numbers of the entries, sorted by key, equal ones in order.
void sort_by_key(std::span<const EntryData> entries, std::span<uint32_t> numbers) {
    std::iota(numbers.begin(), numbers.end(), 0U);
    std::ranges::sort(numbers, [&](uint32_t a, uint32_t b) {
        int order = key_of(entries[a]).compare(key_of(entries[b]));
        return order != 0 ? order < 0 : a < b;
    });
}

void report_duplicate(const NodeData& first, const NodeData& again, const Source& source,
                      Diagnostics& diagnostics) {
    std::string hint = is_merge_key(again) ? "one merge key takes several maps: `<<: [*a, *b]`" : "";
    diagnostics.error(source, again.span, "duplicate-key",
                      "the key " + quoted(again.scalar_text()) + " comes again, it stands in line " +
                          std::to_string(source.position(first.span.begin).line) + " already",
                      std::move(hint));
}

/// The maps that a merge key's value names, the last first; nothing when it names something else.
std::vector<const NodeData*> merged_maps(const NodeData& value) {
    std::vector<const NodeData*> maps;
    if (value.kind == NodeKind::map) {
        maps.push_back(&value);
    } else if (value.kind == NodeKind::list) {
        for (uint32_t i = value.size; i > 0; --i) {
            maps.push_back(&value.items[i - 1]);
        }
    }
    bool are_maps = std::ranges::all_of(maps, [](const NodeData* map) { return map->kind == NodeKind::map; });
    return are_maps ? maps : std::vector<const NodeData*>();
}

class Merger {
  public:
    void put(const EntryData& entry) {
        auto [place, is_new] = places_.emplace(key_of(entry), entries_.size());
        if (is_new) {
            entries_.push_back(entry);
        } else {
            entries_[place->second] = entry;
        }
    }
    [[nodiscard]] std::vector<EntryData> take() { return std::move(entries_); }

  private:
    std::vector<EntryData> entries_;
    std::unordered_map<std::string_view, size_t> places_;
};

}  // namespace

void report_duplicates(std::span<const EntryData> entries, const Source& source, Diagnostics& diagnostics) {
    if (entries.size() <= largest_unindexed_map) {
        for (size_t i = 1; i < entries.size(); ++i) {
            auto earlier = entries.first(i);
            auto first = std::ranges::find(earlier, key_of(entries[i]), key_of);
            if (first != earlier.end()) {
                report_duplicate(first->key, entries[i].key, source, diagnostics);
            }
        }
        return;
    }
    std::vector<uint32_t> numbers(entries.size());
    sort_by_key(entries, numbers);
    size_t first = 0;
    size_t reported = 0;
    for (size_t i = 1; i < numbers.size() && reported < most_reported; ++i) {
        if (key_of(entries[numbers[i]]) != key_of(entries[numbers[first]])) {
            first = i;
        } else {
            report_duplicate(entries[numbers[first]].key, entries[numbers[i]].key, source, diagnostics);
            ++reported;
        }
    }
}

bool is_merge_key(const NodeData& key) noexcept {
    return !key.is_quoted && key.scalar_text() == "<<";
}

std::vector<EntryData> merge_entries(std::span<const EntryData> entries, const Source& source,
                                     Diagnostics& diagnostics) {
    Merger merger;
    for (const EntryData& entry : entries) {
        if (!is_merge_key(entry.key)) {
            continue;
        }
        std::vector<const NodeData*> maps = merged_maps(entry.value);
        if (maps.empty() && !(entry.value.kind == NodeKind::list && entry.value.size == 0)) {
            diagnostics.error(source, entry.value.span, "merge-key", "`<<` takes a map or a list of maps",
                              "name them by aliases: `<<: *defaults`");
        }
        for (const NodeData* map : maps) {
            std::ranges::for_each(map->entries, map->entries + map->size,
                                  [&](const EntryData& merged) { merger.put(merged); });
        }
    }
    for (const EntryData& entry : entries) {
        if (!is_merge_key(entry.key)) {
            merger.put(entry);
        }
    }
    return merger.take();
}

void store_entries(std::span<const EntryData> entries, Arena& arena, NodeData& map) {
    bool is_indexed = entries.size() > largest_unindexed_map;
    size_t index_bytes = is_indexed ? entries.size() * sizeof(uint32_t) : 0;
    auto* stored = static_cast<EntryData*>(arena.allocate(entries.size_bytes() + index_bytes));
    std::ranges::uninitialized_copy(entries, std::span(stored, entries.size()));
    map.size = static_cast<uint32_t>(entries.size());
    map.entries = stored;
    if (is_indexed) {
        auto* index = reinterpret_cast<uint32_t*>(stored + entries.size());
        sort_by_key(entries, std::span(index, entries.size()));
    }
}

}  // namespace aiorun::document::detail
