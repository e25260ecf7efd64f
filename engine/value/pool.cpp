#include "value/pool.hpp"

#include <array>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define AIORUN_ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AIORUN_ASAN
#endif
#endif

namespace aiorun::value {

#ifdef AIORUN_ASAN
// AddressSanitizer sees a use after free only when memory really is freed.
void* pool_allocate(size_t size) {
    return ::operator new(size);
}
void pool_release(void* memory, size_t) noexcept {
    ::operator delete(memory);
}
#else
namespace {

constexpr size_t granule = 8;
constexpr size_t largest = 4096;  // larger ones are rare and go to the allocator
constexpr size_t chunk_size = 64 * 1024;

struct Free {
    Free* next;
};

/// Where new objects are cut from.
struct Chunk {
    std::byte* rest = nullptr;
    size_t left = 0;
};

/// Chunks are never given back: what was needed once is needed again, and a process ends with its run.
///
/// An object that has to stand at a multiple of 16 has a size that is one. Sizes that are not are cut from a chunk of their
/// own, so that none of them costs the padding that the next one would need.
struct Pool {
    std::array<Free*, largest / granule + 1> free{};
    std::array<Chunk, 2> chunks{};
};

constinit Pool pool;

void* cut(size_t granules) {
    size_t bytes = granules * granule;
    Chunk& chunk = pool.chunks[granules % 2];
    if (chunk.left < bytes) {
        chunk = {static_cast<std::byte*>(::operator new(chunk_size)), chunk_size};
    }
    chunk.left -= bytes;
    return std::exchange(chunk.rest, chunk.rest + bytes);
}

constexpr size_t to_granules(size_t size) { return (size + granule - 1) / granule; }

}  // namespace

void* pool_allocate(size_t size) {
    if (size > largest) {
        return ::operator new(size);
    }
    Free*& list = pool.free[to_granules(size)];
    if (list == nullptr) {
        return cut(to_granules(size));
    }
    return std::exchange(list, list->next);
}

void pool_release(void* memory, size_t size) noexcept {
    if (size > largest) {
        ::operator delete(memory);
        return;
    }
    Free*& list = pool.free[to_granules(size)];
    list = new (memory) Free{list};
}
#endif

}  // namespace aiorun::value
