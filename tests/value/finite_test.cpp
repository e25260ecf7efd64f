#include "value/finite.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::value {

TEST_CASE("infinity and NaN are null in JSON that others read, wherever they stand") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    MapBuilder map;
    map.set("a", Value(infinity)).set("b", make_list({Value(1.5), Value(-infinity), Value(std::nan(""))})).set("c", Value("Infinity"));
    Value value = map.build();
    CHECK_FALSE(is_finite(value));
    CHECK(to_json(to_finite(value)) == R"({"a":null,"b":[1.5,null,null],"c":"Infinity"})");
    CHECK(to_finite(Value(infinity)).is_null());
    CHECK(is_finite(*parse_json(R"({"a":[1,2.5,{"b":"x"}]})")));
    CHECK(to_json(to_finite(*parse_json("[1,2.5]"))) == "[1,2.5]");
}

}  // namespace aiorun::value
