// Errors of the run: their words, their place, the values that met.
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

namespace {

World make_world() {
    World world;
    world.set("x", "a").set("y", 1).set("big", INT64_MAX).set("list", value::parse_json("[1,2,3]").value());
    world.set("page", value::parse_json(R"({"status":200,"size":5,"next":null})").value());
    world.set("task", test::make_handle("task", {{"done", true}, {"name", "t"}}));
    return world;
}

}  // namespace

TEST_CASE("an error holds the values that met, the expression and the column") {
    World world = make_world();
    CHECK(world.show("x + y") ==
          "error: cannot add string and int: \"a\" + 1 (string(x) converts), in ${{ x + y }} at 3");
    CHECK(world.show("y - x") == "error: cannot subtract string from int: 1 - \"a\", in ${{ y - x }} at 3");
    CHECK(world.show("'é' == 'é' && x < y") ==
          "error: cannot compare string and int: \"a\" < 1, in ${{ 'é' == 'é' && x < y }} at 17");
    CHECK(world.show("!x") == "error: `!` needs a bool, found string: \"a\", in ${{ !x }} at 1");
}

TEST_CASE("integers do not wrap and are not divided by zero") {
    World world = make_world();
    CHECK(world.show("big + y") ==
          "error: integer overflow: 9223372036854775807 + 1, in ${{ big + y }} at 5");
    CHECK(world.show("-big - 2") ==
          "error: integer overflow: -9223372036854775807 - 2, in ${{ -big - 2 }} at 6");
    CHECK(world.show("y / 0") == "error: division by zero: 1 / 0, in ${{ y / 0 }} at 3");
    CHECK(world.show("y % 0") == "error: division by zero: 1 % 0, in ${{ y % 0 }} at 3");
    CHECK(world.show("y / 0.0 > 1.0") == "true");
    CHECK(world.show("-(-big - 1)").starts_with("error: integer overflow"));
    CHECK(world.show("(-big - 1) / -1").starts_with("error: integer overflow"));
}

TEST_CASE("an unknown field names the keys there are") {
    World world = make_world();
    CHECK(world.show("page.statu") ==
          "error: no field \"statu\", there are \"status\", \"size\", \"next\", did you mean \"status\"?, in "
          "${{ page.statu }} at 6");
    CHECK(world.show("page['x']") ==
          "error: no field \"x\", there are \"status\", \"size\", \"next\", in ${{ page['x'] }} at 5");
    CHECK(world.show("task.don") ==
          "error: no field \"don\", there are \"done\", \"name\", did you mean \"done\"?, in ${{ task.don }} "
          "at 6");
    CHECK(world.show("page.next.url") ==
          "error: cannot take field \"url\" of null, in ${{ page.next.url }} at 11");
    CHECK(
        world.show("list.length") ==
        "error: cannot take field \"length\" of list: [1,2,3] (size(x) counts), in ${{ list.length }} at 6");
}

TEST_CASE("an index out of range says how many items there are") {
    World world = make_world();
    CHECK(world.show("list[3]") ==
          "error: index 3 is out of range, the list has 3 items, in ${{ list[3] }} at 5");
    CHECK(world.show("list[-1]") ==
          "error: index -1 is out of range, the list has 3 items, in ${{ list[-1] }} at 5");
    CHECK(world.show("list['a']") ==
          "error: the index of a list is an int, found string: \"a\", in ${{ list['a'] }} at 5");
}

TEST_CASE("a function says what it takes and what it was given") {
    World world = make_world();
    CHECK(world.show("y.startsWith('a')") ==
          "error: startsWith() is for string, found int: 1, in ${{ y.startsWith('a') }} at 3");
    CHECK(world.show("int('1x')") == "error: int(): cannot convert to int: \"1x\", in ${{ int('1x') }} at 1");
    CHECK(world.show("locked(task)") ==
          "error: locked(): not defined for a task: task, in ${{ locked(task) }} at 1");
    CHECK(world.show("from_json('{')").starts_with("error: from_json(): no JSON, "));
}

TEST_CASE("&& and || hide the errors of an operand when another one decides") {
    World world = make_world();
    CHECK(world.show("y / 0 == 1 || true") == "true");
    CHECK(world.show("true || y / 0 == 1") == "true");
    CHECK(world.show("y / 0 == 1 && false") == "false");
    CHECK(world.show("y / 0 == 1 || false").starts_with("error: division by zero"));
    CHECK(world.show("[1, 0].exists(i, 1 / i == 1)") == "true");
    CHECK(world.show("[0, 1].all(i, 1 / i == 2)") == "false");
    CHECK(world.show("[0, 1].all(i, 1 / i == 1)").starts_with("error: division by zero"));
}

TEST_CASE("long values and expressions are cut in messages") {
    World world;
    world.set("text", std::string(1000, 'x')).set("y", 1);
    std::string message = world.show("text + y + " + std::string(2000, '1').substr(0, 18));
    CHECK(message.size() < 300);
    CHECK(message.find("xxx…") != std::string::npos);
}

TEST_CASE("an error stands on one line") {
    World world;
    world.set("y", 1);
    CHECK(world.show("y +\n 'a\\n'").find('\n') == std::string::npos);
}

TEST_CASE("assert shows the sides of a comparison, or the names that are in the expression") {
    World world = make_world();
    auto explain = [&](std::string_view text) {
        std::vector<ExpressionError> errors;
        return Program::compile(text, world, errors).explain(world.environment());
    };
    CHECK(explain("y + 1 == size(list)") == "y + 1 = 2, size(list) = 3");
    CHECK(explain("page.status == 404") == "page.status = 200");
    CHECK(explain("page.status < 100 || !task.done") == "page.status = 200, task.done = true");
    CHECK(explain("list.all(i, i > y)") == "list = [1,2,3], y = 1");
    CHECK(explain("false").empty());
}
