#include "document/text_places.hpp"

#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

/// Where the first `@` of the only value of a document is said to stand, and where the first one in the source stands.
void check(const std::string& text) {
    CAPTURE(text);
    Loaded loaded = load(text);
    REQUIRE(loaded.tree);
    Node node = loaded.root().entry(0);
    for (size_t at = node.text().find('@'), in_source = text.find('@'); at != std::string_view::npos;
         at = node.text().find('@', at + 1), in_source = text.find('@', in_source + 1)) {
        TextPlaces places(node);
        CHECK(places.at(at) == in_source);
        places.go_on_from(at);
        CHECK(places.at(at) == in_source);
        CHECK(places.at(0) <= in_source);  // backwards
        CHECK(places.at(at) == in_source);
    }
}

}  // namespace

TEST_CASE("places in a text of several lines") {
    check("a: |\n  one @\n  two @\n");
    check("a: |-\n  one\n\n\n  two @\n    three @ \n\n  @\n");
    check("a: |2\n    one @\n  two @\n");
    check("a: |+ # comment\n\n  one @\n\n");
    check("a: |\n  one\t @\r\n  two @\r\n\r\n  @\r\n");
    check("a: &x |\n  é @\n  é @\n");
}

TEST_CASE("places in a folded text") {
    check("a: >\n  one @\n  two @\n");
    check("a: >-\n\n  one @\n\n  two @\n\n\n  three @\n     more @\n     @\n  less @\n");
    check("a: >\r\n  one @\r\n  two @\r\n");
}

TEST_CASE("places in a plain text over several lines") {
    check("a: one @\n  two @\n");
    check("a: one @  \n\n\n     two @\n  @\n");
    check("a: [one @\n  two @]\n");
    check("a: one @\r\n  two @\r\n");
}

TEST_CASE("places in quotes") {
    check("a: 'it''s @ '' @'\n");
    check("a: 'one''\n\n   @ two\n  @'\n");
    check("a: \"\\t@ \\\" @ \\x41 @ \\u00e9 @ \\U0001F600 @\"\n");
    check("a: \"one \\\n   @ two\n\n\n   \\n@ \\\\ @\"\n");
    check("a: \"one\\\r\n   @ two\r\n   @\"\r\n");
}

TEST_CASE("an escape stands where its backslash is") {
    Loaded loaded = load("a: \"x\\ty\"\n");
    TextPlaces places(loaded.root().entry(0));
    CHECK(places.at(1) == 5);
    CHECK(places.at(2) == 7);
    CHECK(places.at(100) == 8);
}

}  // namespace aiorun::document
