#include "value/error.hpp"

#include "tests/support/catch.hpp"
#include "value/limits.hpp"

namespace aiorun::value {

TEST_CASE("an error is described by its type and message, a group by its errors as well") {
    CHECK(describe(*make_error("A", "")) == "A");
    CHECK(describe(*make_group("two", {make_error("A", "x"), make_group("", {make_error("B", "y")})})) ==
          "ExceptionGroup: two [A: x, ExceptionGroup [B: y]]");
}

TEST_CASE("groups nest up to a bound, and what is beyond it says so") {
    ErrorReference group = make_error("A", "innermost");
    for (uint32_t level = 0; level < limits::group_depth; ++level) {
        group = make_group("g", {group});
    }
    CHECK(describe(*group).find("innermost") != std::string::npos);
    for (int level = 0; level < 100'000; ++level) {
        group = make_group("g", {group});
    }
    CHECK(describe(*group).find("nest deeper than 100 levels") != std::string::npos);
    CHECK(group->group_depth <= limits::group_depth);
}

}  // namespace aiorun::value
