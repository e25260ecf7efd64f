// What differs between two outcomes, part by part.
#include "observe/outcome.hpp"

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

std::vector<std::string> parts(const std::string& one, const std::string& other, const PassedOver& passed_over = nullptr) {
    std::vector<std::string> names;
    for (const Difference& difference : differences(*value::parse_json(one), *value::parse_json(other), passed_over)) {
        names.push_back(difference.part);
    }
    return names;
}

using Names = std::vector<std::string>;

TEST_CASE("outcomes that are alike have no differences") {
    CHECK(parts(R"({"a":[1,{"b":2.5}],"c":null})", R"({"a":[1,{"b":2.5}],"c":null})").empty());
    CHECK(parts("1", "1").empty());
}

TEST_CASE("a difference is named by the smallest part that differs") {
    CHECK(parts(R"({"result":{"took":1,"total":3}})", R"({"result":{"took":2,"total":3}})") == Names{"result.took"});
    CHECK(parts(R"({"result":[{"at":1},{"at":2}]})", R"({"result":[{"at":1},{"at":3}]})") == Names{"result[1].at"});
    CHECK(parts(R"({"a":1,"b":2})", R"({"b":3,"a":2})") == Names{"a", "b"});
    CHECK(parts("1", "2") == Names{""});
}

TEST_CASE("lists of another length and values of another kind differ as a whole") {
    CHECK(parts(R"({"a":[1,2]})", R"({"a":[1,2,3]})") == Names{"a"});
    CHECK(parts(R"({"a":[1]})", R"({"a":{"b":1}})") == Names{"a"});
    CHECK(parts(R"({"a":1})", R"({"a":1.5})") == Names{"a"});
}

TEST_CASE("what only one of them has is a difference to nothing") {
    CHECK(parts(R"({"a":1})", R"({"b":1})") == Names{"a", "b"});
    auto found = differences(*value::parse_json(R"({"a":1})"), *value::parse_json("{}"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].one == value::Value(1));
    CHECK(found[0].other.is_null());
}

TEST_CASE("parts that are passed over are not looked into") {
    auto took = [](const std::string& part) { return part == "result.took"; };
    CHECK(parts(R"({"result":{"took":{"x":1},"total":3}})", R"({"result":{"took":2,"total":4}})", took) == Names{"result.total"});
}

TEST_CASE("a part lies in another one when it is that one or stands below it") {
    CHECK(is_within("result.took", "result"));
    CHECK(is_within("result[0]", "result"));
    CHECK(is_within("result", "result"));
    CHECK(is_within("result", ""));
    CHECK_FALSE(is_within("results", "result"));
    CHECK_FALSE(is_within("result", "result.took"));
}

}  // namespace
}  // namespace aiorun::observe
