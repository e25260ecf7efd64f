#include "observe/text_buffer.hpp"

#include <limits>
#include <string>

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

using namespace std::chrono_literals;

TEST_CASE("numbers and texts are put together in order") {
    TextBuffer buffer;
    buffer.add("a").add(42).add("").add(std::numeric_limits<int64_t>::min()).add(std::numeric_limits<uint64_t>::max());
    CHECK(buffer.text() == "a42-922337203685477580818446744073709551615");
    buffer.clear();
    CHECK(buffer.text().empty());
}

TEST_CASE("times are exact to the nanosecond, in microseconds and in seconds") {
    TextBuffer buffer;
    buffer.add_microseconds(0ns).add(" ").add_microseconds(1'002'003ns).add(" ").add_seconds(1h + 7ns).add(" ").add_microseconds(-5ns);
    CHECK(buffer.text() == "0.000 1002.003 3600.000000007 -0.005");
}

TEST_CASE("a buffer grows with what is added") {
    TextBuffer buffer;
    std::string expected;
    for (int i = 0; i < 100'000; ++i) {
        buffer.add(i).add(";");
        expected += std::to_string(i) + ";";
    }
    CHECK(buffer.text() == expected);
}

}  // namespace
}  // namespace aiorun::observe
