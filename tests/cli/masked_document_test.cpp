#include "cli/masked_document.hpp"

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::cli {
namespace {

using value::MapBuilder;
using value::Value;

value::Secrets secrets_of(const Value& secret) {
    value::Secrets secrets;
    secrets.add(secret);
    return secrets;
}

TEST_CASE("a document stays one whatever is secret") {
    Value document = MapBuilder().set("version", 1).set("kind", "fetch").set("text", "GET http://h/1").set("at", 0.1).build();
    for (const char* secret : {"1", "0", ":", "fetch", "version", "{"}) {
        auto parsed = value::parse_json(to_masked_document(document, secrets_of(Value(secret))));
        REQUIRE(parsed.has_value());
        CHECK(*parsed->as_map().find(std::string_view("version")) == Value(1));
        CHECK(*parsed->as_map().find(std::string_view("kind")) == Value("fetch"));
        CHECK(*parsed->as_map().find(std::string_view("at")) == Value(0.1));
    }
    auto parsed = value::parse_json(to_masked_document(document, secrets_of(Value("1"))));
    CHECK(*parsed->as_map().find(std::string_view("text")) == Value("GET http://h/***"));
}

TEST_CASE("a result that is secret and no text becomes one") {
    Value result = MapBuilder().set("pin", 4711).set("other", 5).set("k4711", Value()).build();
    auto parsed = value::parse_json(to_masked_document(MapBuilder().set("result", result).build(), secrets_of(Value("4711"))));
    REQUIRE(parsed.has_value());
    CHECK(value::to_json(*parsed->as_map().find(std::string_view("result"))) == R"({"pin":"***","other":5,"k***":null})");
}

}  // namespace
}  // namespace aiorun::cli
