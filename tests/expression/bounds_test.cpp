// Expressions may not hang, exhaust memory or overflow the stack.
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"
#include "value/limits.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

namespace {

std::string repeat(std::string_view text, size_t count) {
    std::string result;
    for (size_t i = 0; i < count; ++i) {
        result += text;
    }
    return result;
}

bool is_too_expensive(std::string_view message) {
    return message.find("the expression is too expensive") != std::string_view::npos;
}

}  // namespace

TEST_CASE("a loop over a huge range is refused") {
    World world;
    CHECK(is_too_expensive(world.show("range(1000000000000).map(x, x)")));
    CHECK(is_too_expensive(world.show("range(1000000000000).all(x, true)")));
    CHECK(is_too_expensive(world.show("range(1000000).map(x, range(1000000).map(y, x + y))")));
    CHECK(world.show("size(range(1000000000000))") == "1000000000000");
    CHECK(world.show("range(1000000000000)[999999999999]") == "999999999999");
}

TEST_CASE("nested macros are refused when they become exponential") {
    World world;
    std::string text = "1 / 0 == 1";
    for (int i = 0; i < 40; ++i) {
        text = "[0, 1].all(x, " + text + ")";
    }
    CHECK(is_too_expensive(world.show(text)));
}

TEST_CASE("text that doubles again and again is refused") {
    World world;
    std::string text = "['0123456789']";
    for (int i = 0; i < 40; ++i) {
        text += ".map(x, x + x + x + x)";
    }
    CHECK(is_too_expensive(world.show(text)));
}

TEST_CASE("a value that shares its parts is too large to be compared, written or hashed") {
    World world;
    value::Value a(1);
    value::Value b(1);
    for (int i = 0; i < 60; ++i) {
        a = value::make_list({a, a});
        b = value::make_list({b, b});
    }
    world.set("a", a).set("b", b);
    CHECK(is_too_expensive(world.show("a == b")));
    CHECK(is_too_expensive(world.show("string(a)")));
    CHECK(is_too_expensive(world.show("[a, b].distinct()")));
    CHECK(is_too_expensive(world.show("'%s'.format([a])")));
    CHECK(world.show("a + 1").size() < 400);
}

TEST_CASE("what is too expensive is not hidden by another operand") {
    World world;
    CHECK(is_too_expensive(world.show("range(1000000000000).all(x, true) || true")));
}

TEST_CASE("a long chain of operators is no problem") {
    World world;
    world.set("a", 1).set("s", "x").set("t", true);
    CHECK(world.show("a" + repeat("+a", 49'999)) == "50000");
    CHECK(world.show("a" + repeat("-a", 49'999)) == "-49998");
    CHECK(world.show("size(s" + repeat("+s", 40'000) + ")") == "40001");
    CHECK(world.show("t" + repeat("&&t", 33'000)) == "true");
    CHECK(world.show(repeat("!t ? 1 : ", 10'000) + "2") == "2");
    CHECK(world.show("[" + repeat("a,", 49'990) + "][0]") == "1");
}

TEST_CASE("deep nesting is an error") {
    World world;
    world.set("a", 1);
    CHECK(world.show(repeat("(", 50'000)).find("nested more than 250 levels deep") != std::string::npos);
    CHECK(world.show(repeat("-", 50'000) + "a").find("nested more than 250 levels deep") !=
          std::string::npos);
    CHECK(world.show(repeat("[", 50'000)).find("nested more than 250 levels deep") != std::string::npos);
    CHECK(world.show("a" + repeat(".a", 40'000)).find("nested more than 250 levels deep") !=
          std::string::npos);
    CHECK(world.show("a" + repeat("[a]", 30'000)).find("nested more than 250 levels deep") !=
          std::string::npos);
    CHECK(world.show(repeat("(", 200) + "a" + repeat(")", 200)) == "1");
}

TEST_CASE("a text that is too long is an error") {
    World world;
    CHECK(world.show("1" + repeat(" ", 100'000)).find("the expression is longer than 100000 bytes") !=
          std::string::npos);
}

TEST_CASE("a value that nests too deep is refused") {
    World world;
    value::Value deep(1);
    for (uint32_t i = 0; i < limits::value_depth; ++i) {
        deep = value::make_list({deep});
    }
    world.set("deep", deep);
    CHECK(world.show("[deep]").find("nests more than 1000 levels deep") != std::string::npos);
    CHECK(world.show("{'a': deep}").find("nests more than 1000 levels deep") != std::string::npos);
    CHECK(world.show("deep == deep") == "true");
}

TEST_CASE("searching takes linear time however the texts repeat") {
    World world;
    world.set("text", std::string(4'000'000, 'a')).set("part", std::string(1'000'000, 'a') + "b");
    CHECK(world.show("text.contains(part)") == "false");
    CHECK(world.show("text.indexOf(part)") == "-1");
    CHECK(world.show("size(text.replace(part, ''))") == "4000000");
    CHECK(world.show("text.matches('(a+)+b')") == "false");
}
