#include "runtime/frame_pool.hpp"

#include <array>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define AIORUN_ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AIORUN_ASAN
#endif
#endif

namespace aiorun::runtime {

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

constexpr size_t granule = 16;
constexpr size_t largest = 2048;  // larger ones are rare and go to the allocator
constexpr size_t chunk_size = 64 * 1024;

struct Free {
    Free* next;
};

/// Chunks are never given back: what was needed once is needed again, and a process ends with its run.
struct Pool {
    std::array<Free*, largest / granule + 1> free{};
    std::byte* chunk = nullptr;
    size_t left = 0;
};

Pool& pool() {
    static Pool instance;
    return instance;
}

}  // namespace

void* pool_allocate(size_t size) {
    if (size > largest) {
        return ::operator new(size);
    }
    size_t rounded = (size + granule - 1) / granule;
    Pool& all = pool();
    Free*& list = all.free[rounded];
    if (list != nullptr) {
        Free* taken = list;
        list = taken->next;
        return taken;
    }
    size_t bytes = rounded * granule;
    if (all.left < bytes) {
        all.chunk = static_cast<std::byte*>(::operator new(chunk_size));
        all.left = chunk_size;
    }
    void* memory = all.chunk;
    all.chunk += bytes;
    all.left -= bytes;
    return memory;
}

void pool_release(void* memory, size_t size) noexcept {
    if (size > largest) {
        ::operator delete(memory);
        return;
    }
    Free*& list = pool().free[(size + granule - 1) / granule];
    auto* entry = static_cast<Free*>(memory);
    entry->next = list;
    list = entry;
}
#endif

}  // namespace aiorun::runtime
