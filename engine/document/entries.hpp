// The entries of a map: duplicate keys found, merge keys resolved, an index made.
#pragma once

#include <span>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/node_data.hpp"

namespace aiorun::document::detail {

/// Reports each key that comes again, naming the place of the first; all entries stay.
void report_duplicates(std::span<const EntryData> entries, const Source& source, Diagnostics& diagnostics);

/// Whether a key is YAML's merge key: `<<`, not in quotes.
[[nodiscard]] bool is_merge_key(const NodeData& key) noexcept;

/// Entries with the maps that merge keys name put in: their entries first, of several maps the earlier ones
/// win, and the map's own keys win over all. In the order that PyYAML gives
/// (SafeConstructor.flatten_mapping).
[[nodiscard]] std::vector<EntryData> merge_entries(std::span<const EntryData> entries, const Source& source,
                                                   Diagnostics& diagnostics);

/// Copies entries into the arena, followed by an index if there are many.
void store_entries(std::span<const EntryData> entries, Arena& arena, NodeData& map);

}  // namespace aiorun::document::detail
