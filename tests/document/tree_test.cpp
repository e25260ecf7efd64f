#include "tests/support/catch.hpp"

#include "document/tree.hpp"
#include "value/json.hpp"

namespace {
using namespace aiorun::document;
}

TEST_CASE("a document becomes a value") {
    Diagnostics diagnostics;
    auto tree = Tree::read(std::make_shared<Source>("a.yaml", "a: [1, two, 3.5]\nb: ~\n"), diagnostics);
    REQUIRE(tree);
    CHECK(aiorun::value::to_json(tree->root().value()) == R"({"a":[1,"two",3.5],"b":null})");
}
