// Whatever the text is, compiling and evaluating it ends with a value or an error. The seeds are fixed.
#include <random>

#include "expression/scan.hpp"
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

namespace {

constexpr std::string_view tokens[] = {"a",
                                       "b",
                                       "list",
                                       "map",
                                       "text",
                                       "none",
                                       "x",
                                       "y",
                                       "1",
                                       "0",
                                       "-1",
                                       "2.5",
                                       "1e3",
                                       "0x1f",
                                       "9223372036854775807",
                                       "'s'",
                                       "\"é\"",
                                       "r'\\d'",
                                       "'''t'''",
                                       "true",
                                       "false",
                                       "null",
                                       "+",
                                       "-",
                                       "*",
                                       "/",
                                       "%",
                                       "<",
                                       "<=",
                                       ">",
                                       ">=",
                                       "==",
                                       "!=",
                                       "in",
                                       "&&",
                                       "||",
                                       "!",
                                       "?",
                                       ":",
                                       ".",
                                       ".?",
                                       "[",
                                       "]",
                                       "[?",
                                       "(",
                                       ")",
                                       "{",
                                       "}",
                                       ",",
                                       "has(",
                                       "size(",
                                       "string(",
                                       "int(",
                                       ".map(x,",
                                       ".filter(x,",
                                       ".all(x,",
                                       ".exists(x, y,",
                                       ".sortBy(x,",
                                       ".join(",
                                       ".split(",
                                       ".format([",
                                       "optional.of(",
                                       ".orValue(",
                                       "math.abs(",
                                       "range(",
                                       "zip(",
                                       "sum(",
                                       "regex.replace(",
                                       "to_json(",
                                       "from_json(",
                                       "parse_time(",
                                       "format_time(",
                                       "cel.bind(x,",
                                       ".optMap(x,",
                                       ".a",
                                       ".b",
                                       "// c\n",
                                       "\n",
                                       "`q`",
                                       "'",
                                       "\"",
                                       "\\",
                                       "@",
                                       "\xff",
                                       "1u",
                                       "b'x'"};

World make_world() {
    World world;
    world.set("a", 1).set("b", true).set("list", value::parse_json("[3,1,2]").value());
    world.set("map", value::parse_json(R"({"a":{"b":[1]},"k":null})").value())
        .set("text", "a,b,é")
        .set("none", value::Value::unbound());
    return world;
}

}  // namespace

TEST_CASE("a soup of tokens never crashes") {
    World world = make_world();
    std::mt19937 random(20261122);
    size_t values = 0;
    for (int round = 0; round < 25'000; ++round) {
        std::string text;
        for (size_t count = random() % 14 + 1; count > 0; --count) {
            text += tokens[random() % std::size(tokens)];
            text += random() % 4 == 0 ? " " : "";
        }
        value::Value value = world.evaluate(text);
        values += value.is_failure() ? 0 : 1;
        CHECK_FALSE((value.is_failure() && value.as_failure().message.empty()));
        (void)world.check(text);
    }
    CHECK(values > 100);
}

TEST_CASE("a soup of bytes never crashes") {
    World world = make_world();
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (size_t count = random() % 24; count > 0; --count) {
            text += random() % 3 == 0 ? static_cast<char>(random() % 256)
                                      : "ab1'\"(){}[].,+-!=<>&|?:% \\xu"[random() % 29];
        }
        (void)world.evaluate(text);
        for (const Piece& piece : scan("${{" + text + "}} ${{" + text)) {
            CHECK(piece.begin <= piece.end);
        }
    }
}

TEST_CASE("valid expressions that were changed a little never crash") {
    World world = make_world();
    std::mt19937 random(11);
    const std::string seeds[] = {
        "list.map(x, x * 2).filter(y, y > a)[0] + size(text.split(','))",
        "{'a': map.?k.orValue(1), ?'b': optional.of([a, 2.5]), 3: text}[has(map.a) ? 'a' : 'c']",
        "'%s %d %.3f %x'.format([list, a, 2.5, 255]).replace('3', text, 1).substring(1, 4).charAt(0)",
        "list.sortBy(x, -x).slice(0, 2).flatten() + [[1], [2, [3]]].flatten(2) == [1] || math.greatest(list) "
        "in list",
        "regex.extractAll(text, '[a-z]').join('-').matches(r'^a-b$') && parse_time('2026-11-22T00:00:00Z') > "
        "a",
    };
    for (int round = 0; round < 25'000; ++round) {
        std::string text = seeds[random() % std::size(seeds)];
        for (size_t count = random() % 3 + 1; count > 0; --count) {
            size_t at = random() % text.size();
            switch (random() % 3) {
                case 0:
                    text.erase(at, 1 + random() % 3);
                    break;
                case 1:
                    text.insert(at, tokens[random() % std::size(tokens)]);
                    break;
                default:
                    text[at] = seeds[0][random() % seeds[0].size()];
            }
            if (text.empty()) {
                text = "1";
            }
        }
        (void)world.evaluate(text);
    }
}
