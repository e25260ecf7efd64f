#include "value/pool.hpp"

#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "tests/support/catch.hpp"

namespace aiorun::value {

TEST_CASE("memory of the pool is aligned, and no two pieces overlap") {
    struct Piece {
        void* memory;
        size_t size;
        int fill;
    };
    std::vector<Piece> pieces;
    int fill = 0;
    for (size_t size : {1U, 8U, 15U, 16U, 17U, 56U, 72U, 80U, 100U, 2047U, 2048U, 2049U, 5000U}) {
        for (int i = 0; i < 50; ++i) {
            void* memory = pool_allocate(size);
            // An object's size is a multiple of its alignment.
            size_t alignment = size % alignof(std::max_align_t) == 0 ? alignof(std::max_align_t) : sizeof(void*);
            CHECK(reinterpret_cast<uintptr_t>(memory) % alignment == 0);
            fill = (fill + 1) % 256;
            std::memset(memory, fill, size);
            pieces.push_back({memory, size, fill});
        }
    }
    for (const Piece& piece : pieces) {
        std::vector<unsigned char> expected(piece.size, static_cast<unsigned char>(piece.fill));
        CHECK(std::memcmp(piece.memory, expected.data(), piece.size) == 0);
        pool_release(piece.memory, piece.size);
    }
}

#if !defined(__SANITIZE_ADDRESS__) && !(defined(__has_feature) && __has_feature(address_sanitizer))
TEST_CASE("what was given back is used again for the same size class") {
    void* first = pool_allocate(200);
    pool_release(first, 200);
    void* second = pool_allocate(193);
    CHECK(first == second);
    pool_release(second, 193);
}
#endif

}  // namespace aiorun::value
