// Memory of small objects: a free list for each size, since a run makes and drops the same few sizes millions of times. It
// costs no bytes beside the object, where malloc takes 8 to 16.
#pragma once

#include <cstddef>

namespace aiorun::value {

/// Aligned for any object of that size.
[[nodiscard]] void* pool_allocate(size_t size);
/// `size` as it was asked for.
void pool_release(void* memory, size_t size) noexcept;

/// A base without data of classes whose objects come from the pool. One that is deleted by way of a base class needs the
/// virtual destructor that it needs anyway: it knows the size.
class Pooled {
  public:
    static void* operator new(size_t size) { return pool_allocate(size); }
    static void operator delete(void* memory, size_t size) noexcept { pool_release(memory, size); }

  protected:
    Pooled() = default;
    ~Pooled() = default;
};

}  // namespace aiorun::value
