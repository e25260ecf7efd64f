// What is found before the run.
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;
using Messages = std::vector<std::string>;

TEST_CASE("an unknown name is an error that suggests a near one") {
    World world;
    world.set("response", 1);
    CHECK(world.check("respons + 1") == Messages{"unknown name \"respons\", did you mean \"response\"?"});
    CHECK(world.check("True") == Messages{"unknown name \"True\", did you mean \"true\"?"});
    CHECK(world.check("[1].map(item, itm)") == Messages{"unknown name \"itm\", did you mean \"item\"?"});
    CHECK(world.check("size == 1") == Messages{"unknown name \"size\" (size is a function: size(value))"});
}

TEST_CASE("an unknown function is an error that suggests a near one") {
    World world;
    world.set("x", 1);
    CHECK(world.check("siz(x)") == Messages{"unknown function \"siz\", did you mean \"size\"?"});
    CHECK(world.check("math.flor(x)") ==
          Messages{"unknown function \"math.flor\", did you mean \"math.floor\"?"});
    CHECK(world.check("x.startWith('a')") ==
          Messages{"unknown method \"startWith\", did you mean \"startsWith\"?"});
    CHECK(world.check("contains(x, 'a')") ==
          Messages{"unknown function \"contains\" (it is called text.contains(part))"});
    CHECK(world.check("x.keys()") == Messages{"unknown method \"keys\" (it is called keys(map))"});
}

TEST_CASE("a wrong number of arguments is an error") {
    World world;
    world.set("x", 1);
    CHECK(world.check("size()") == Messages{"size() takes 1 argument, found 0 (it is called size(value))"});
    CHECK(world.check("x.substring()") ==
          Messages{"substring() takes 1 to 2 arguments, found 0 (it is called text.substring(begin, end?))"});
    CHECK(world.check("merge()") ==
          Messages{"merge() takes 1 or more arguments, found 0 (it is called merge(map, map, …))"});
    CHECK(world.check("x.map(y)") ==
          Messages{"map() is used as list.map(x, result) or list.map(x, condition, result)"});
    CHECK(world.check("has(x)") ==
          Messages{"has() takes a field: has(value.field) (`\"key\" in value` asks for any key)"});
}

TEST_CASE("operators on values that cannot be are errors") {
    World world;
    world.set("x", 1);
    CHECK(world.check("\"a\" - 1") == Messages{"`-` is not defined for string and int"});
    CHECK(world.check("x + 1 + 'a'") ==
          Messages{"`+` is not defined for int or double and string (string(x) converts)"});
    CHECK(world.check("!5") == Messages{"`!` needs a bool, found int"});
    CHECK(world.check("-'a'") == Messages{"`-` needs a number, found string"});
    CHECK(world.check("x && 1") == Messages{"`&&` needs bools, found int"});
    CHECK(world.check("1 ? 2 : 3") == Messages{"`?` needs a bool before it, found int"});
    CHECK(world.check("1 < 'a'") == Messages{"cannot compare int and string with `<`"});
    CHECK(world.check("'a' in 'abc'") ==
          Messages{
              "`in` needs a list or a map after it, found string (text.contains(part) looks into a string)"});
    CHECK(world.check("'abc'[0]") ==
          Messages{"cannot take an item of string (charAt(i) and substring(i, j) take parts of a string)"});
    CHECK(world.check("[1].name") == Messages{"cannot take field \"name\" of list"});
    CHECK(world.check("{1.5: 2}") == Messages{"a key is a string, an int or a bool, found double"});
}

TEST_CASE("arguments that a function does not take are errors") {
    World world;
    world.set("x", 1);
    CHECK(world.check("size(3)") == Messages{"size() takes string or list or map or handle or shared object, "
                                             "found int (it is called size(value))"});
    CHECK(world.check("(x + 1).startsWith('a')") ==
          Messages{"startsWith() is for string, found int or double (it is called text.startsWith(part))"});
    CHECK(world.check("x.matches('a(')") == Messages{"\"a(\" is no regular expression (RE2): missing ): a("});
    CHECK(world.check("format_time(x, '%Q')") ==
          Messages{"unknown `%Q` in the format of a time, a percent sign is written `%%`"});
    CHECK(world.check("3.map(x, x)") == Messages{"map() goes through a list or a map, found int"});
}

TEST_CASE("a shared object of the wrong kind is an error") {
    World world;
    world.set("e0", test::make_handle("event", {{"is_set", false}}), NameKind::event);
    world.set("q0", test::make_handle("queue", {{"size", 0}}), NameKind::queue);
    CHECK(world.check("locked(e0)") ==
          Messages{"locked() takes a lock or semaphore or condition, \"e0\" is an event"});
    CHECK(world.check("size(e0)") == Messages{"size() takes a queue, \"e0\" is an event"});
    CHECK(world.check("e0 && true") == Messages{"`&&` needs bools, found handle or shared object"});
    CHECK(world.check("is_set(e0) && size(q0) == 0").empty());
}

TEST_CASE("several errors of one expression are found together") {
    World world;
    CHECK(world.check("foo + bar('a' - 1)").size() == 2);
}

TEST_CASE("what is not supported is said clearly") {
    World world;
    CHECK(world.check("1u") ==
          Messages{"values of type uint are not supported (write the number without `u`)"});
    CHECK(
        world.check("b'x'") ==
        Messages{
            "values of type bytes are not supported (use a string; base64.encode and sha256 take strings)"});
    CHECK(world.check("Point{x: 1}") ==
          Messages{"messages such as Point{…} are not supported (a map is written {\"key\": value})"});
}

TEST_CASE("syntax errors say what was found and what was expected") {
    World world;
    world.set("a", 1);
    CHECK(world.check("") == Messages{"an expression is expected, there is none"});
    CHECK(world.check("1 +") == Messages{"unexpected end of the expression, expected a value"});
    CHECK(world.check("a = 1") == Messages{"unexpected `=` (`==` compares)"});
    CHECK(world.check("a and a") ==
          Messages{"unexpected `and`, expected an operator or the end (`and` is written `&&`)"});
    CHECK(world.check("'abc") == Messages{"this string has no end"});
    CHECK(world.check("'\\d'") ==
          Messages{"unknown escape `\\d` in a string, a backslash is written `\\\\`"});
    CHECK(world.check("[1, 2") == Messages{"unexpected end of the expression, expected `,` or `]`"});
    CHECK(world.check("9223372036854775808") ==
          Messages{"the integer 9223372036854775808 does not fit 64 bits"});
}

TEST_CASE("a reserved word of CEL is a name where something bears it") {
    World world;
    CHECK(world.check("for") == Messages{"`for` is a reserved word, and no value has that name"});
    CHECK(world.check("package.size") == Messages{"`package` is a reserved word, and no value has that name"});
    world.set("package", 1);
    CHECK(world.check("package + 1") == Messages{});
    CHECK(world.check("[1].map(loop, loop + package)") == Messages{});
}

TEST_CASE("the span of an error is the place in the text") {
    World world;
    std::vector<ExpressionError> errors;
    (void)Program::compile("1 + foo", world, errors);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].span.begin == 4);
    CHECK(errors[0].span.end == 7);
    CHECK(errors[0].code == "unknown-name");
}

TEST_CASE("literals and what is made of them are known before the run") {
    World world;
    world.set("x", 1);
    auto constant = [&](std::string_view text) {
        std::vector<ExpressionError> errors;
        Program program = Program::compile(text, world, errors);
        return program.constant_value() == nullptr ? std::string("unknown")
                                                   : value::to_json(*program.constant_value());
    };
    CHECK(constant("1 + 2 * 3") == "7");
    CHECK(constant("'a'.upperAscii() + 'b'") == "\"Ab\"");
    CHECK(constant("{'a': [1, 2]}.a[1]") == "2");
    CHECK(constant("x") == "unknown");
    CHECK(constant("random()") == "unknown");
    CHECK(constant("1 / 0") == "unknown");
}

TEST_CASE("an expression that is wrong gives a program that fails with the first error") {
    World world;
    CHECK(world.show("foo + 1") == "error: unknown name \"foo\", in ${{ foo + 1 }} at 1");
}
