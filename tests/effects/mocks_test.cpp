#include "effects/mocks.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

MockRule rule(std::string glob, std::vector<MockAnswer> answers) {
    MockRule made{.place = "m.yaml:1", .kind = Question::Kind::transfer, .answers = std::move(answers)};
    made.url = [glob](std::string_view url) { return glob_matches(glob, url); };
    return made;
}

int status(Mocks& mocks, const std::string& url) {
    auto found = mocks.answer({.url = url});
    return found ? found->answer.status : 0;
}

TEST_CASE("a glob has to fit the whole text") {
    CHECK(glob_matches("*", ""));
    CHECK(glob_matches("http://*/items*", "http://a/items?page=2"));
    CHECK(glob_matches("a?c", "abc"));
    CHECK(glob_matches("*a*b", "xxaxxbxxb"));
    CHECK_FALSE(glob_matches("", "a"));
    CHECK_FALSE(glob_matches("a", "ab"));
    CHECK_FALSE(glob_matches("*a", "ab"));
}

TEST_CASE("a glob of many stars does not take for ever") {
    std::string text(100'000, 'a');
    CHECK_FALSE(glob_matches("*a*a*a*a*a*a*a*b", text));
}

TEST_CASE("a rule's task is the one that runs, or the one in whose body the step stands") {
    MockRule made = rule("*", {{}});
    made.task = [](std::string_view name) { return name == "pull"; };
    CHECK(made.fits({.task = "pull", .body = "main"}));
    CHECK(made.fits({.task = "gather[0]", .body = "pull"}));
    CHECK_FALSE(made.fits({.task = "gather[0]", .body = "main"}));
}

TEST_CASE("answers come in turn, and the last one stays") {
    Mocks mocks({rule("*", {{.status = 201}, {.status = 202}})});
    CHECK(status(mocks, "x") == 201);
    CHECK(status(mocks, "x") == 202);
    CHECK(status(mocks, "x") == 202);
}

TEST_CASE("a rule that is used up gives way to the next one that fits") {
    MockRule once = rule("a*", {{.status = 500}});
    once.times = 1;
    Mocks mocks({std::move(once), rule("*", {{.status = 200}})});
    CHECK(status(mocks, "b") == 200);
    CHECK(status(mocks, "a") == 500);
    CHECK(status(mocks, "a") == 200);
}

TEST_CASE("nothing answers what no rule is for") {
    Mocks mocks({rule("a", {{}})});
    CHECK(status(mocks, "b") == 0);
    CHECK_FALSE(mocks.answer({.kind = Question::Kind::process, .url = "a"}));
    CHECK(mocks.rules()[0].used == 0);
}

}  // namespace
}  // namespace aiorun::effects
