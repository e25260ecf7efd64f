// Expressions over what a simulation does not know.
#include "expression/unknown.hpp"

#include "expression/program.hpp"
#include "tests/support/catch.hpp"
#include "value/error.hpp"
#include "value/json.hpp"

namespace aiorun::expression {
namespace {

using value::StandIn;
using value::Value;

class Silent final : public value::Assumptions {
  public:
    void assume(std::string) override {}
    [[nodiscard]] uint32_t count_visit(const void*, uint64_t) override { return 0; }
};

/// Every name is the local in slot 0.
class OneName final : public NameResolver {
  public:
    [[nodiscard]] std::optional<ResolvedName> resolve(std::string_view, document::Span) override {
        return ResolvedName{{NameReference::Space::local, 0}};
    }
};

class NoHost final : public Host {
  public:
    Value unbound(uint32_t) override { return value::value_error("unbound"); }
    double elapsed() override { return 0; }
    double now() override { return 0; }
    double random() override { return 0; }
    uint64_t random_bits() override { return 0; }
    std::optional<std::string> env(std::string_view) override { return std::nullopt; }
};

struct World {
    Value r = StandIn::make({.assumptions = value::make_counted<Silent>(), .path = "r"});
    NoHost host{};

    [[nodiscard]] Value evaluate(std::string_view text) {
        OneName names;
        std::vector<ExpressionError> errors;
        Program program = Program::compile(text, names, errors);
        REQUIRE(errors.empty());
        return value::resolved(program.evaluate({&r, nullptr, &host}));
    }
    /// The condition, which somebody wants to come out so.
    [[nodiscard]] bool choose(std::string_view text, bool wanted) {
        Value value = evaluate(text);
        StandIn* unknown = value::as_stand_in(value);
        return unknown != nullptr ? unknown->as_bool(wanted) : value.as_bool();
    }
    [[nodiscard]] std::string shown(std::string_view text) { return value::to_text(evaluate(text)); }
};

TEST_CASE("a comparison decides an unknown field by what is wanted of it") {
    World world;
    CHECK(world.choose("r.state == 'done'", true));
    CHECK(world.shown("r.state") == "done");
    CHECK_FALSE(world.choose("r.other == 'failed'", false));
    CHECK(world.choose("r.other == 'fine'", true));
    CHECK_FALSE(world.choose("r.next != null", false));
    CHECK(world.evaluate("r.next").is_null());
}

TEST_CASE("what was decided decides what comes later") {
    World world;
    CHECK(world.choose("r.state == 'done'", true));
    CHECK_FALSE(world.choose("r.state == 'failed'", true));
    CHECK(world.choose("r.state != 'failed'", false));
}

TEST_CASE("an order makes a number that is just right") {
    World world;
    CHECK(world.choose("r.a >= 100", true));
    CHECK(world.shown("r.a") == "100");
    CHECK(world.choose("r.b > 3 ", true));
    CHECK(world.shown("r.b") == "4");
    CHECK_FALSE(world.choose("5 < r.c", false));
    CHECK(world.shown("r.c") == "5");
    CHECK(world.choose("r.d + 1 == 10", true));
    CHECK(world.shown("r.d") == "9");
}

TEST_CASE("the wanted size makes a list") {
    World world;
    CHECK(world.choose("size(r.items) == 2", true));
    CHECK(world.evaluate("r.items").as_list().size() == 2);
    CHECK_FALSE(world.choose("size(r.none) > 0", false));
    CHECK(world.shown("size(r.none)") == "0");
    CHECK(world.choose("size(r.some) != 0", true));
}

TEST_CASE("operators of logic pass on what is wanted") {
    World world;
    CHECK_FALSE(world.choose("r.s != 'done' && r.s != 'failed'", false));
    CHECK(world.shown("r.s") == "done");
    CHECK(world.choose("r.a == 1 || r.b == 2", true));
    CHECK(world.choose("!(r.c == 1)", true));
    CHECK_FALSE(world.choose("r.c == 1", true));
    CHECK_FALSE(world.choose("r.d == 1 && false", true));
    CHECK(world.choose("r.e == 1 || true", false));
}

TEST_CASE("texts become what is looked for in them") {
    World world;
    CHECK(world.choose("r.text.contains('hello')", true));
    CHECK(world.choose("r.text.endsWith('hello')", true));
    CHECK(world.choose("r.trimmed.trim() == 'ok'", true));
    CHECK(world.shown("r.trimmed") == "ok");
}

TEST_CASE("macros go through one item of an unknown list") {
    World world;
    CHECK(world.evaluate("r.items.map(i, i.id)").as_list().size() == 1);
    CHECK(world.evaluate("r.items.filter(i, i.good)").as_list().size() == 1);
    CHECK_FALSE(world.choose("r.others.exists(i, i.bad)", false));
    CHECK(world.choose("r.more.all(i, i.good)", true));
}

TEST_CASE("presence of what goes wrong is not the usual case") {
    World world;
    CHECK_FALSE(world.choose("has(r.error)", true));
    CHECK(world.choose("has(r.next)", true));
    CHECK_FALSE(world.choose("has(r.more)", false));
    CHECK(world.shown("r.?maybe.orValue('none')") == "~maybe~");
}

TEST_CASE("functions give something unknown that fits, and never fail") {
    World world;
    CHECK(world.shown("'n-' + r.name") == "n-~name~");
    CHECK(world.evaluate("r.text.split(',')").is_opaque());
    CHECK_FALSE(world.evaluate("sum([r.a, r.b])").is_failure());
    CHECK_FALSE(world.evaluate("from_json(r.stdout).items[0].id").is_failure());
    CHECK_FALSE(world.evaluate("base64.decode(r.data)").is_failure());
    CHECK_FALSE(world.evaluate("-r.n % 3").is_failure());
    CHECK_FALSE(world.evaluate("r.a < r.b").is_failure());
    CHECK(world.shown("r.flag ? 'yes' : 'no'") == "yes");
    CHECK(world.choose("type(r.q) == map", true));
    CHECK(world.evaluate("r.q").is_map());
}

TEST_CASE("unknown keys of maps and of sorting are taken as they are shown") {
    World world;
    CHECK(world.shown("{r.id: 1}") == "{\"~id~\":1}");
    CHECK(world.evaluate("[r.a, r.b].sortBy(x, x.score)").as_list().size() == 2);
    CHECK(world.shown("{'~key~': 3}[r.key]") == "3");
}

TEST_CASE("mistakes of the expression itself stay mistakes") {
    World world;
    CHECK(world.evaluate("{'a': 1}.b == r.x").is_failure());
    CHECK(world.evaluate("[1][5] + r.x").is_failure());
    CHECK(world.evaluate("1 / 0 + r.x").is_failure());
}

TEST_CASE("an unknown number is one in whatever is calculated of it, unless somebody wants the result to be another") {
    World world;
    CHECK(world.shown("r.price * 3") == "3");
    CHECK(world.shown("r.price + 1") == "2");
    CHECK(world.shown("r.price * 2.5") == "2.5");
    CHECK(world.shown("[r.weight * 2.5, r.weight]") == "[2.5,1]");
    CHECK(world.shown("r.a - r.a") == "0");
    CHECK(world.shown("-r.b") == "-1");
    CHECK(world.shown("100 / (r.c - 1)") == "1");
    CHECK(world.choose("r.d * 2 > 10", true));
    CHECK(world.shown("r.d") == "5.5");
    CHECK(world.choose("r.e / 2 == 5", true));
    CHECK(world.shown("r.e") == "10");
    CHECK(world.choose("100 - r.f <= 40", true));
    CHECK(world.shown("r.f") == "60");
    CHECK(world.shown("int(r.g)") == "1");
    CHECK(world.shown("double(r.h)") == "1.0");
}

TEST_CASE("calculations on top of each other without end are made") {
    World world;
    Value start = world.r;
    world.r = StandIn::make({.assumptions = value::as_stand_in(start)->assumptions(), .path = "n"});
    for (int i = 0; i < 100'000; ++i) {
        world.r = world.evaluate("r + 1");
    }
    CHECK(value::to_text(world.r) == "100001");
}

TEST_CASE("an unknown number of rounds is one") {
    World world;
    CHECK(world.shown("range(r.n)") == "[0]");
    CHECK(world.shown("range(1, r.pages + 1)") == "[1]");
    CHECK(world.shown("r.pages") == "1");
}

/// A world of a response of which the status is firm.
struct Answered : World {
    Value status = StandIn::make({.assumptions = value::as_stand_in(r)->assumptions(),
                                  .path = "status",
                                  .kind = value::Kind::integer,
                                  .usual = 200,
                                  .other = 404,
                                  .is_firm = true});
    Answered() { r = value::MapBuilder().set("status", status).build(); }
};

TEST_CASE("what is firm is what it usually is in whatever is made of it") {
    Answered world;
    CHECK_FALSE(world.choose("r.status == 404", true));
    CHECK_FALSE(world.choose("r.status in [404, 500] || r.status > 299", true));
    CHECK(world.choose("r.status != 404 && r.status < 300", false));
    CHECK(world.shown("string(r.status) + '/' + string(r.status + 1)") == "200/201");
}

TEST_CASE("what is firm gives way to a loop that has to end") {
    Answered world;
    Value test = world.evaluate("r.status == 200 && true");
    value::Assumptions::Insistence insistence(value::as_stand_in(world.status)->assumptions());
    CHECK_FALSE(value::as_stand_in(test)->as_bool(false));
    CHECK(world.shown("r.status") == "404");
}

TEST_CASE("lists have one item, also when they are shown") {
    World world;
    CHECK(world.shown("r.text.split(',')") == "[\"~text~\"]");
    CHECK(world.shown("size(r.items) > 0 ? r.items : []") == "[\"~items~\"]");
}

TEST_CASE("membership takes the first of the choices") {
    World world;
    CHECK(world.choose("r.kind in ['a', 'b']", true));
    CHECK(world.shown("r.kind") == "a");
    CHECK(world.choose("'x' in r.tags", true));
    CHECK(world.shown("r.tags") == "[\"x\"]");
}

}  // namespace
}  // namespace aiorun::expression
