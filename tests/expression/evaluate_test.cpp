#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

TEST_CASE("arithmetic on two ints gives an int, with a double it gives a double") {
    World world;
    CHECK(world.show("1 + 2 * 3") == "7");
    CHECK(world.show("7 / 2") == "3");
    CHECK(world.show("-7 / 2") == "-3");
    CHECK(world.show("-7 % 3") == "-1");
    CHECK(world.show("1 + 0.5") == "1.5");
    CHECK(world.show("2 * 1.5") == "3.0");
    CHECK(world.show("10 - 2 - 3") == "5");
}

TEST_CASE("strings and lists are joined by +") {
    World world;
    CHECK(world.show("'a' + \"b\" + 'c' + string(1)") == "\"abc1\"");
    CHECK(world.show("[1] + [2, 3]") == "[1,2,3]");
}

TEST_CASE("names are read from their slots") {
    World world;
    world.set("n", 3).set("m", value::MapBuilder().set("a", 1).build());
    CHECK(world.show("n + 1") == "4");
    CHECK(world.show("m.a + n") == "4");
    CHECK(world.show("has(m.a) && !has(m.b)") == "true");
}

TEST_CASE("macros bind their variables") {
    World world;
    world.set("n", 10);
    CHECK(world.show("[1, 2, 3].map(x, x * n)") == "[10,20,30]");
    CHECK(world.show("[1, 2, 3].filter(x, x > 1)") == "[2,3]");
    CHECK(world.show("[1, 2, 3].map(x, x > 1, x * 2)") == "[4,6]");
    CHECK(world.show("[1, 2].exists(x, [x].all(y, y == 2))") == "true");
    CHECK(world.show("range(3).exists_one(x, x == 2)") == "true");
    CHECK(world.show("{'a': 1, 'b': 2}.map(k, k)") == "[\"a\",\"b\"]");
}

TEST_CASE("the fields of handles and the state of shared objects are read") {
    World world;
    world.set("h", test::make_handle("task", {{"done", true}, {"error", nullptr}}));
    world.set("l0", test::make_handle("lock", {{"locked", true}}), NameKind::lock);
    world.set("q1", test::make_handle("queue", {{"size", 2}}), NameKind::queue);
    CHECK(world.show("h.done") == "true");
    CHECK(world.show("h.error == null") == "true");
    CHECK(world.show("has(h.nothing)") == "false");
    CHECK(world.show("locked(l0)") == "true");
    CHECK(world.show("size(q1)") == "2");
}
