#include "value/stand_in.hpp"

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::value {
namespace {

class Noted final : public Assumptions {
  public:
    void assume(std::string text) override { texts.push_back(std::move(text)); }
    [[nodiscard]] uint32_t count_visit(const void*, uint64_t) override { return 0; }
    std::vector<std::string> texts;
};

Value unknown(StandIn::Start start = {}) {
    start.assumptions = make_counted<Noted>();
    start.path = start.path.empty() ? "response.json" : start.path;
    return StandIn::make(std::move(start));
}
StandIn& of(const Value& value) { return *as_stand_in(value); }

TEST_CASE("a stand-in shows itself by its name until something is decided") {
    Value value = unknown({.path = "response.json.id"});
    CHECK(to_text(value) == "~id~");
    CHECK(to_json(value) == "\"~id~\"");
    CHECK(of(value).decide(Value(7)) == Value(7));
    CHECK(to_text(value) == "7");
    CHECK(resolved(value) == Value(7));
}

TEST_CASE("what was decided first holds") {
    Value value = unknown();
    (void)of(value).decide(Value("done"));
    CHECK(of(value).decide(Value("failed")) == Value("done"));
    CHECK(of(value).as_bool(true));  // a text is no bool: the answer is the one that is wanted
    CHECK(of(value).as_list().is_null());
}

TEST_CASE("a part is the same each time it is asked for, and makes its whole a map") {
    Value value = unknown();
    Value item = of(value).part(Value("items"));
    CHECK(&of(item) == &of(of(value).part(Value("items"))));
    (void)of(item).as_list(2);
    CHECK(to_json(value) == R"({"items":["~items~","~items~"]})");
    CHECK(of(value).as_map().as_map().size() == 1);
}

TEST_CASE("a list has at least the items that were asked for") {
    Value value = unknown();
    (void)of(value).part(Value(3));
    CHECK(of(value).as_list(1).as_list().size() == 4);
}

TEST_CASE("a list is never longer than anybody would write it") {
    CHECK(of(unknown()).as_list(SIZE_MAX).as_list().size() == 1000);
}

TEST_CASE("a value that is excluded is not taken") {
    Value value = unknown();
    of(value).exclude(Value("failed"));
    CHECK_FALSE(of(value).can_be(Value("failed")));
    CHECK(of(value).decide(Value("failed")) == Value("~json~"));
}

TEST_CASE("a stand-in of one kind takes nothing else") {
    Value status = unknown({.kind = Kind::integer, .usual = Value(200), .accepts = [](const Value& value) {
                                return value.is_int() && value.as_int() < 300;
                            }});
    CHECK_FALSE(of(status).can_be(Value("ok")));
    CHECK_FALSE(of(status).can_be(Value(404)));
    CHECK(of(status).decide(Value(404)) == Value(200));
}

TEST_CASE("presence decides a part, and leaves its value open when it is there") {
    Value value = unknown();
    of(value).set_presence(Value("next"), true);
    Value next = of(value).part(Value("next"));
    CHECK_FALSE(of(next).is_decided());
    CHECK_FALSE(of(next).can_be(Value()));
    of(value).set_presence(Value("previous"), false);
    CHECK(resolved(of(value).part(Value("previous"))).is_null());
}

TEST_CASE("two stand-ins that are decided to be each other end somewhere") {
    Value first = unknown({.path = "first"});
    Value second = unknown({.path = "second"});
    (void)of(first).decide(second);
    (void)of(second).decide(first);
    CHECK(to_text(first) == "~second~");
}

TEST_CASE("a stand-in does not become part of itself") {
    Value whole = unknown();
    Value part = of(whole).part(Value("parent"));
    (void)of(part).decide(whole);
    CHECK(to_json(whole) == R"({"parent":"~parent~"})");
    Value item = of(whole).part(Value("item"));
    (void)of(item).decide(make_list({whole}));
    CHECK(to_json(whole) == R"({"parent":"~parent~","item":"~item~"})");
    (void)of(whole).as_list(1);
    CHECK(to_json(whole).starts_with("["));
}

TEST_CASE("parts of parts without end neither recurse nor make endless names") {
    Value root = unknown();
    Value node = root;
    for (int i = 0; i < 200'000; ++i) {
        node = of(node).part(Value("next"));
    }
    CHECK(of(node).path().size() < 300);
    CHECK(to_json(root).size() < 1000);
}

TEST_CASE("stand-ins inside of lists and maps are found and shown") {
    Value value = MapBuilder().set("a", make_list({Value(1), unknown({.path = "x"})})).build();
    CHECK(find_stand_in(value) != nullptr);
    CHECK(to_json(without_stand_ins(value)) == R"({"a":[1,"~x~"]})");
    CHECK(find_stand_in(without_stand_ins(value)) == nullptr);
}

TEST_CASE("a derived stand-in tells what it came from") {
    Value source = unknown();
    Value derived = unknown({.decide = [source](const Value& wanted) { return of(source).decide(wanted); }});
    CHECK(of(derived).decide(Value(3)) == Value(3));
    CHECK(resolved(source) == Value(3));
}

TEST_CASE("a text that was made of what is not known says so") {
    CHECK(has_placeholder("http://~host~/x"));
    CHECK(has_placeholder("~~a~"));
    CHECK(has_placeholder("~/x/~name_2~"));
    CHECK_FALSE(has_placeholder("~/x"));
    CHECK_FALSE(has_placeholder("~user/~"));
    CHECK_FALSE(has_placeholder("a~~b"));
    CHECK_FALSE(has_placeholder(""));
    CHECK(with_numbers("~wait~s") == "1s");
    CHECK(with_numbers("~a~m~b~s") == "1m1s");
    CHECK(with_numbers("~/2s") == "~/2s");
}

}  // namespace
}  // namespace aiorun::value
