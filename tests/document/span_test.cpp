#include "document/text_places.hpp"
#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

std::string written(const Node& node) {
    return std::string(node.source().text(node.span()));
}

std::string entry_text(const std::string& text, std::string_view key) {
    Loaded loaded = load(text);
    REQUIRE(loaded.tree);
    return written(*loaded.root().find(key));
}

}  // namespace

TEST_CASE("the place of a scalar is its text with quotes") {
    std::string text = "a: plain text # c\nb: 'it''s'\nc: \"x\\\"y\"\nd: &e 12 # n\ne: ~\n";
    CHECK(entry_text(text, "a") == "plain text");
    CHECK(entry_text(text, "b") == "'it''s'");
    CHECK(entry_text(text, "c") == "\"x\\\"y\"");
    CHECK(entry_text(text, "d") == "12");
    CHECK(entry_text(text, "e") == "~");
}

TEST_CASE("the place of a text of several lines ends with its last line") {
    std::string text =
        "a: one\n  two\n   three # c\nb: \"p\n\n  q\"\nc: |\n  x\n\n   y\n\nd: >2-\n    i\n   j\n# c\ne: |\n";
    CHECK(entry_text(text, "a") == "one\n  two\n   three");
    CHECK(entry_text(text, "b") == "\"p\n\n  q\"");
    CHECK(entry_text(text, "c") == "|\n  x\n\n   y");
    CHECK(entry_text(text, "d") == ">2-\n    i\n   j");
    CHECK(entry_text(text, "e") == "|");
}

TEST_CASE("the place of a list or map goes from its first to its last child") {
    std::string text = "a:\n  - x\n  - y: 1\n\nb:\n  k: v\n  l:\n    - 2 # c\nc: 3\n";
    CHECK(entry_text(text, "a") == "- x\n  - y: 1");
    CHECK(entry_text(text, "b") == "k: v\n  l:\n    - 2");
}

TEST_CASE("the place of a list or map in brackets is from bracket to bracket") {
    std::string text = "a: [1, {b: c}, \"]\" , ] # ]\nd: {e: , f}\ng: [\n  # ]\n  ]\nh: [i: j]\n";
    CHECK(entry_text(text, "a") == "[1, {b: c}, \"]\" , ]");
    CHECK(entry_text(text, "d") == "{e: , f}");
    CHECK(entry_text(text, "g") == "[\n  # ]\n  ]");
    CHECK(entry_text(text, "h") == "[i: j]");
}

TEST_CASE("what is left out has its place where it would begin") {
    Loaded loaded = load("a:\nb: # c\nNull: 1\nc:\n  -\n  - x\n");
    REQUIRE(loaded.tree);
    CHECK(loaded.root().find("a")->span().begin == 2);
    CHECK(loaded.root().find("b")->span().begin == 5);
    CHECK(loaded.root().find("b")->is_null());
    CHECK(loaded.root().find("Null")->text() == "1");
    Node item = loaded.root().find("c")->item(0);
    CHECK(loaded.source->position(item.span().begin).line == 5);
    CHECK(item.span().begin == item.span().end);
}

TEST_CASE("keys have places") {
    Loaded loaded = load("a:\n  \"b c\": 1\n");
    REQUIRE(loaded.tree);
    CHECK(written(loaded.root().entry(0).key(0)) == "\"b c\"");
}

TEST_CASE("an alias stands where it is written and what is below where it was named") {
    Loaded loaded = load("a: &x [1, 2]\nb: *x\n");
    REQUIRE(loaded.tree);
    Node alias = *loaded.root().find("b");
    CHECK(written(alias) == "*x");
    CHECK(written(alias.item(1)) == "2");
    CHECK(loaded.source->position(alias.item(1).span().begin).line == 1);
}

TEST_CASE("a place in a text is a place in the source") {
    Loaded loaded = load("a: x + y\nb: 'x + y'\nc: \"é + y\"\n");
    REQUIRE(loaded.tree);
    auto at = [&](std::string_view key, size_t offset) {
        return loaded.source->text().substr(TextPlaces(*loaded.root().find(key)).at(offset), 1);
    };
    CHECK(at("a", 4) == "y");
    CHECK(at("b", 4) == "y");
    CHECK(at("c", 5) == "y");
    CHECK(TextPlaces(*loaded.root().find("a")).at(100) == 8);
}

TEST_CASE("places are right behind carriage returns and a byte order mark") {
    Loaded loaded = load(
        "\xEF\xBB\xBF"
        "a: 1\r\nb: [x,\r\n  'y']\r\nc: |\r\n  z\r\nd: e\r\n");
    REQUIRE(loaded.tree);
    CHECK(written(*loaded.root().find("b")) == "[x,\r\n  'y']");
    CHECK(written(*loaded.root().find("c")) == "|\r\n  z");
    CHECK(written(*loaded.root().find("d")) == "e");
}

TEST_CASE("places are right in a document of JSON") {
    Loaded loaded = load("{\"a\": {\"b\": [1, 22]}}");
    REQUIRE(loaded.tree);
    CHECK(written(loaded.root()) == "{\"a\": {\"b\": [1, 22]}}");
    CHECK(written(loaded.root().key(0)) == "\"a\"");
    CHECK(written(loaded.root().entry(0).entry(0).item(1)) == "22");
}

}  // namespace aiorun::document
