// Sizes as users write them.
#include "steps/byte_size.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;

namespace {

uint64_t bytes(std::string_view text) {
    auto size = steps::parse_byte_size(text);
    return size ? size->bytes : UINT64_MAX;
}

}  // namespace

TEST_CASE("sizes have units of 1000 and of 1024") {
    CHECK(bytes("5") == 5);
    CHECK(bytes("5B") == 5);
    CHECK(bytes("64MiB") == 64U << 20U);
    CHECK(bytes("10 MB") == 10'000'000);
    CHECK(bytes("1.5k") == 1536);
    CHECK(bytes("2gib") == 2ULL << 30U);
    CHECK(bytes("0") == 0);
}

TEST_CASE("what is no size is refused") {
    for (std::string_view text :
         {"", "many", "-1", "5 XB", "1e3", "MiB", "5 M B", "99999999999TB", "0x10", "inf"}) {
        CAPTURE(text);
        CHECK(bytes(text) == UINT64_MAX);
    }
}

TEST_CASE("a size may be a whole number") {
    CHECK(steps::convert<steps::ByteSize>(value::Value(7))->bytes == 7);
    CHECK(steps::convert<steps::ByteSize>(value::Value(1e6))->bytes == 1'000'000);
    CHECK_FALSE(steps::convert<steps::ByteSize>(value::Value(-7)).has_value());
    CHECK_FALSE(steps::convert<steps::ByteSize>(value::Value(1.5)).has_value());
    CHECK_FALSE(steps::convert<steps::ByteSize>(value::Value(true)).has_value());
}
