// `operator new` for the program that is linked with mimalloc: mimalloc's own, compiled as C as Debian does,
// aborts when memory is used up, while main() tells its user so. The standard (new.delete.single) wants
// std::bad_alloc. What these give is given back by mimalloc's `operator delete`, to which every form of free
// is the same.
#include <mimalloc.h>

#include <new>

namespace {

void* checked(void* memory) {
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

void* allocate(std::size_t size) {
    return checked(mi_malloc(size));
}

void* allocate(std::size_t size, std::align_val_t alignment) {
    return checked(mi_malloc_aligned(size, static_cast<std::size_t>(alignment)));
}

}  // namespace

void* operator new(std::size_t size) {
    return allocate(size);
}

void* operator new[](std::size_t size) {
    return allocate(size);
}

void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate(size, alignment);
}

void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocate(size, alignment);
}
