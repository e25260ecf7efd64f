// Bounds of what a peer can make large, each with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace aiorun::http::limits {

/// A body in memory, decompressed, unless the workflow says otherwise.
inline constexpr uint64_t body = 64ULL << 20U;
/// Bytes of all header lines of one exchange, interim responses included; curl itself bounds a line to 100
/// KiB.
inline constexpr size_t headers = 256U << 10U;
/// Header lines: looking for repeated ones takes time with their square.
inline constexpr size_t header_lines = 1000;
/// What a handle keeps of memory for headers between transfers.
inline constexpr size_t kept_head = 16U << 10U;
/// How much memory a Content-Length gets at once: what a peer says costs it nothing.
inline constexpr uint64_t trusted_length = 1ULL << 20U;
/// The body of a redirect that is followed, or of an error page in place of a file.
inline constexpr uint64_t side_body = 1ULL << 20U;
/// Codings on top of each other in Content-Encoding (curl has the same bound).
inline constexpr size_t encodings = 5;
/// Bytes of a stream that wait for their reader before the transfer is paused.
inline constexpr size_t stream_buffer = 256U << 10U;
/// A URL; servers and proxies refuse far shorter ones.
inline constexpr size_t url = 1U << 20U;
/// Parsed URLs that are remembered, and how long they may be.
inline constexpr size_t cached_urls = 256;
inline constexpr size_t cached_url = 1000;
/// How much of a URL error messages show.
inline constexpr size_t shown_url = 500;
/// Transfers to a host whose name was not resolved yet: libcurl starts a thread for each.
inline constexpr uint32_t unresolved = 16;
/// Origins at rest of which anything is remembered.
inline constexpr size_t remembered_origins = 4096;
/// Connections by default, however many descriptors there are: more than that no peer wants.
inline constexpr uint32_t default_connections = 10'000;
/// Descriptors that are not for connections: multi handles, the resolver, subprocesses, files.
inline constexpr uint64_t reserved_descriptors = 128;
/// Multi handles, and how many transfers one holds before the next is used (libcurl's cost grows with them).
inline constexpr size_t shards = 32;
inline constexpr uint32_t shard_share = 64;
/// Easy handles that are kept for the next transfers; each takes some 5 KiB.
inline constexpr size_t idle_handles = 1024;
/// What a large file is written with at once. Smaller bodies go as they come.
inline constexpr size_t file_writes = 256U << 10U;
/// Up to this limit of a body, what the limit allows is reserved as soon as a 64th of it has come; memory that is never
/// written to costs nothing, while growing step by step would hold most of it twice.
inline constexpr uint64_t reserved_body = 1ULL << 30U;
/// What curl reads at once: small for pages, since every open connection may hold one; large for files.
inline constexpr long page_buffer = 16L << 10U;
inline constexpr long file_buffer = 512L << 10U;

}  // namespace aiorun::http::limits
