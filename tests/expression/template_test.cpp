#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

namespace {

/// A YAML document whose root is compiled as a template or a condition.
struct Document {
    explicit Document(std::string text)
        : source(std::make_shared<document::Source>("flow.yaml", std::move(text))),
          tree(document::Tree::read(source, diagnostics)) {}

    std::string evaluate(World& world) {
        Template compiled = Template::compile(tree->root(), world, diagnostics);
        return shown(compiled.evaluate(world.environment()));
    }
    std::string condition(World& world) {
        Program compiled = compile_condition(tree->root(), world, diagnostics);
        return shown(compiled.evaluate_condition(world.environment()));
    }
    /// `LINE:COLUMN MESSAGE (HINT)` of each error.
    std::string errors() const {
        std::string text;
        for (const document::Diagnostic& diagnostic : diagnostics.sorted()) {
            document::Position at = diagnostic.source->position(diagnostic.span.begin);
            text += (text.empty() ? "" : "\n") + std::to_string(at.line) + ":" + std::to_string(at.column) +
                    " " + diagnostic.message + (diagnostic.hint.empty() ? "" : " (" + diagnostic.hint + ")");
        }
        return text;
    }

    document::Diagnostics diagnostics;
    std::shared_ptr<const document::Source> source;
    std::optional<document::Tree> tree;

  private:
    static std::string shown(const value::Value& value) {
        return value.is_failure() ? "error: " + value.as_failure().message : value::to_json(value);
    }
};

World make_world() {
    World world;
    world.set("n", 3)
        .set("name", "Ann")
        .set("list", value::parse_json("[1,2]").value())
        .set("none", value::Value::unbound());
    return world;
}

}  // namespace

TEST_CASE("a text that is one expression is its typed value") {
    World world = make_world();
    CHECK(Document("\"${{ n + 1 }}\"").evaluate(world) == "4");
    CHECK(Document("'  ${{ list }} '").evaluate(world) == "[1,2]");
}

TEST_CASE("inside text strings stand as they are and other values as compact JSON") {
    World world = make_world();
    CHECK(Document("\"${{ name }}: ${{ n }} of ${{ list }}, ${{ 2.0 }}, ${{ type(n) }}\"").evaluate(world) ==
          "\"Ann: 3 of [1,2], 2.0, int\"");
}

TEST_CASE("lists and maps are templates of their items") {
    World world = make_world();
    CHECK(Document("{ a: [ \"${{ n }}\", x ], b: { c: \"${{ name }}\" }, d: 1 }").evaluate(world) ==
          "{\"a\":[3,\"x\"],\"b\":{\"c\":\"Ann\"},\"d\":1}");
}

TEST_CASE("a template without an expression is constant") {
    World world = make_world();
    document::Diagnostics diagnostics;
    Document document("{ a: [1, two], b: 2.5 }");
    Template compiled = Template::compile(document.tree->root(), world, diagnostics);
    REQUIRE(compiled.constant_value() != nullptr);
    CHECK(value::to_json(*compiled.constant_value()) == "{\"a\":[1,\"two\"],\"b\":2.5}");
}

TEST_CASE("the end of an expression is not looked for inside its strings and maps") {
    World world = make_world();
    CHECK(Document("'x ${{ \"}}\" }} y'").evaluate(world) == "\"x }} y\"");
    CHECK(Document("'${{ {\"a\": {\"b\": n}} }}'").evaluate(world) == "{\"a\":{\"b\":3}}");
    CHECK(Document("'${{ {\"a\": {\"b\": n}}}}'").evaluate(world) == "{\"a\":{\"b\":3}}");
    CHECK(Document("'${{ n // a comment }} y'").evaluate(world) == "\"3 y\"");
    CHECK(Document("'${{ \"${{\" }} n }}'").evaluate(world) == "\"${{ n }}\"");
}

TEST_CASE("an unclosed expression is an error") {
    World world = make_world();
    Document document("a: \"x ${{ n\"");
    (void)document.evaluate(world);
    CHECK(document.errors() == "1:7 `${{` without its `}}` (a literal `${{` is written ${{ \"${{\" }})");
}

TEST_CASE("an error in an expression has its place in the file") {
    World world = make_world();
    Document document("a:\n  - \"é ${{ n + nam }} ${{ foo(1) }}\"\n");
    (void)document.evaluate(world);
    CHECK(document.errors() ==
          "2:16 unknown name \"nam\", did you mean \"name\"?\n2:27 unknown function \"foo\"");
}

TEST_CASE("an expression in a key is an error") {
    World world = make_world();
    Document document("\"${{ name }}\": 1");
    (void)document.evaluate(world);
    CHECK(document.errors() ==
          "1:1 keys are literal, an expression cannot stand in one "
          "(make the whole map by an expression: \"${{ {name: value} }}\")");
}

TEST_CASE("a failure while a template is evaluated is its value") {
    World world = make_world();
    CHECK(Document("[ 1, \"x ${{ n / 0 }}\" ]").evaluate(world) ==
          "error: division by zero: 3 / 0, in ${{ n / 0 }} at 3");
    CHECK(Document("\"${{ none }}\"").evaluate(world) == "error: none is not bound, in ${{ none }} at 1");
}

TEST_CASE("a condition is a bare expression") {
    World world = make_world();
    CHECK(Document("n == 3 && name != 'x'").condition(world) == "true");
    CHECK(Document("\"n > 3\"").condition(world) == "false");
    CHECK(Document("true").condition(world) == "true");
    CHECK(Document("\"true\"").condition(world) == "true");
    CHECK(Document("\"${{ n == 3 }}\"").condition(world) == "true");
    CHECK(Document("name == \"${{\"").condition(world) == "false");
}

TEST_CASE("a condition that is no bool fails") {
    World world = make_world();
    CHECK(Document("n").condition(world) == "error: expected a bool, found int: 3, in ${{ n }} at 1");
}

TEST_CASE("a condition that cannot be a bool is an error before the run") {
    World world = make_world();
    auto errors = [&](std::string text) {
        Document document(std::move(text));
        (void)document.condition(world);
        return document.errors();
    };
    CHECK(errors("1") == "1:1 a condition is a bool, this is always 1");
    CHECK(errors("n + 1") == "1:1 a condition is a bool, this is int or double");
    CHECK(errors("'${{ n }} == 3'") ==
          "1:1 a condition is one expression, without `${{ }}` around a part of it");
    CHECK(errors("[1]") == "1:1 expected an expression, found a list");
    CHECK(errors("{ a: 1 }") ==
          "1:1 expected an expression, found a map (an expression that contains `: ` or `{` must be quoted "
          "in YAML)");
    CHECK(errors("n == 3 and true") ==
          "1:8 unexpected `and`, expected an operator or the end (`and` is written `&&`)");
}
