#include "document/suggest.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

constexpr std::string_view actions[] = {"sleep",      "fetch",  "do",  "spawn",
                                        "task_group", "shield", "set", "get"};

std::string nearest(std::string_view name) {
    return std::string(suggest(name, actions).value_or(""));
}

}  // namespace

TEST_CASE("a letter that is missing, wrong, too much or swapped is forgiven") {
    CHECK(nearest("slep") == "sleep");
    CHECK(nearest("sleap") == "sleep");
    CHECK(nearest("sleeep") == "sleep");
    CHECK(nearest("fecth") == "fetch");
    CHECK(nearest("od") == "do");
}

TEST_CASE("upper and lower case are alike for a suggestion") {
    CHECK(nearest("Sleep") == "sleep");
    CHECK(nearest("TASK_GROUP") == "task_group");
    CHECK(nearest("task-group") == "task_group");
}

TEST_CASE("a name that is far from all others suggests nothing") {
    CHECK(nearest("wait") == "");
    CHECK(nearest("xyz") == "");
    CHECK(nearest("") == "");
    CHECK(nearest("x") == "");
    CHECK(nearest(std::string(1000, 's')) == "");
}

TEST_CASE("of equally near names the first is suggested") {
    CHECK(nearest("bet") == "set");
}

TEST_CASE("a suggestion is a question at the end of a message") {
    CHECK(did_you_mean("slep", actions) == ", did you mean \"sleep\"?");
    CHECK(did_you_mean("xyz", actions).empty());
}

}  // namespace aiorun::document
