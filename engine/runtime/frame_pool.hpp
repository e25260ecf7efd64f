// Memory of coroutine frames and other short-lived objects: a free list for each size class, since a run makes and drops
// the same few sizes millions of times.
#pragma once

#include <cstddef>

namespace aiorun::runtime {

[[nodiscard]] void* pool_allocate(size_t size);
void pool_release(void* memory, size_t size) noexcept;

}  // namespace aiorun::runtime
