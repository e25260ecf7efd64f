// Named bounds of everything that input can make large, each with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace aiorun::limits {

/// Lists and maps nested in one value. Recursive functions over values use the stack: about 200 bytes a level.
inline constexpr uint32_t value_depth = 1000;
/// Nesting of JSON text; the same reason.
inline constexpr uint32_t json_depth = 500;
/// A workflow file, its nesting, its nodes after aliases, and how many times aliases may multiply what is written.
inline constexpr size_t document_bytes = 32U << 20U;
inline constexpr uint32_t document_depth = 200;
inline constexpr size_t document_nodes = 5'000'000;
inline constexpr size_t document_expansion = 100;
/// Text of one expression, and its nesting: the parser is recursive.
inline constexpr size_t expression_bytes = 100'000;
inline constexpr uint32_t expression_depth = 250;
/// Work of one evaluation, in elements and bytes touched: seconds of CPU, not minutes.
inline constexpr uint64_t expression_cost = 50'000'000;
/// What one evaluation may make, in bytes.
inline constexpr uint64_t expression_bytes_made = 1ULL << 30U;
/// Calls of tasks inside calls; CPython's recursion limit.
inline constexpr uint32_t call_depth = 1000;
/// Groups of errors inside groups. Each level of a report shows what is inside of it.
inline constexpr uint32_t group_depth = 100;
/// Imports inside imports.
inline constexpr uint32_t import_depth = 50;

}  // namespace aiorun::limits
