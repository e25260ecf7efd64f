// A look at brackets and quotes without a parser: what is open at a place, and how deep brackets nest on the
// way.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace aiorun::document {

struct FlowScan {
    std::vector<size_t> open;          ///< where the brackets begin that are open at the end, outermost first
    std::optional<size_t> open_quote;  ///< where a quote begins that is not closed before the end
    std::optional<size_t> too_deep;    ///< the first bracket beyond limits::document_depth
    size_t entries = 0;                ///< brackets and commas between them
};

/// Reads from `from`, which lies between two nodes, to `to`. `outer` is a bracket before that is known to be
/// open.
[[nodiscard]] FlowScan scan_flow(std::string_view text, size_t from, size_t to, std::optional<size_t> outer);

}  // namespace aiorun::document
