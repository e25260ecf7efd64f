#include "document/tree.hpp"

#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {

TEST_CASE("lists and maps are read in block and in flow style") {
    CHECK(json_of("a:\n- 1\n- b: 2\n  c: [x, {y: z}]\n-\n- - d\n") ==
          R"({"a":[1,{"b":2,"c":["x",{"y":"z"}]},null,["d"]]})");
    CHECK(json_of("{a: [1, 2, ], b: {}, c: [], d}") == R"({"a":[1,2],"b":{},"c":[],"d":null})");
    CHECK(json_of("[a: 1, b]") == R"([{"a":1},"b"])");
}

TEST_CASE("a document of JSON is a document") {
    CHECK(json_of("{\"a\": [1, 2.5, true, null, \"x\\u00e9\\n\"], \"b\":{\"c\":\"d\"}}") ==
          R"({"a":[1,2.5,true,null,"xé\n"],"b":{"c":"d"}})");
}

TEST_CASE("texts are folded and unquoted as YAML says") {
    CHECK(json_of("a: 'it''s'\nb: \"x\\ty\\x41\"\nc: one\n  two\n\n  three\nd: \"p \\\n  q\"") ==
          R"({"a":"it's","b":"x\tyA","c":"one two\nthree","d":"p q"})");
    CHECK(json_of("a: |\n  x\n   y\n\nb: >-\n  p\n  q\n\n  r\nc: |+\n  z\n\n") ==
          R"({"a":"x\n y\n","b":"p q\nr","c":"z\n\n"})");
}

TEST_CASE("maps keep the order in which they are written") {
    CHECK(json_of("b: 1\na: 2\nc: 3") == R"({"b":1,"a":2,"c":3})");
}

TEST_CASE("a question mark is a character of a text between brackets") {
    CHECK(json_of("[http://h/?a=b, is it ? yes, x?, '?', \"a?b\"]") ==
          R"(["http://h/?a=b","is it ? yes","x?","?","a?b"])");
    CHECK(json_of("{ fetch: /p?x=1 } # why?") == R"({"fetch":"/p?x=1"})");
    CHECK(json_of("? a\n: b\n") == R"({"a":"b"})");
}

TEST_CASE("line breaks may be carriage returns") {
    CHECK(json_of("a: 1\r\nb:\r\n  - x\r\nc: |\r\n  p\r\n  q\r\n") == R"({"a":1,"b":["x"],"c":"p\nq\n"})");
    CHECK(json_of("a: 1\rb: 2\r") == R"({"a":1,"b":2})");
}

TEST_CASE("a byte order mark is accepted") {
    Loaded loaded = load(
        "\xEF\xBB\xBF"
        "a: 1\nb: *x");
    CHECK(loaded.error().substr(0, 4) == "2:4:");
    CHECK(json_of("\xEF\xBB\xBF"
                  "a: 1") == R"({"a":1})");
}

TEST_CASE("nodes tell their kind") {
    Loaded loaded = load("[~, true, 1, 1.5, x, [], {}]");
    REQUIRE(loaded.tree);
    const NodeKind kinds[] = {NodeKind::null,   NodeKind::boolean, NodeKind::integer, NodeKind::number,
                              NodeKind::string, NodeKind::list,    NodeKind::map};
    std::string names;
    for (size_t i = 0; i < loaded.root().size(); ++i) {
        CHECK(loaded.root().item(i).kind() == kinds[i]);
        names += std::string(loaded.root().item(i).kind_name()) + ' ';
    }
    CHECK(names == "null a bool an int a number a string a list a map ");
    CHECK(loaded.root().item(0).is_null());
    CHECK(loaded.root().item(4).is_string());
    CHECK(loaded.root().item(5).is_list());
    CHECK(loaded.root().item(6).is_map());
}

TEST_CASE("a scalar keeps the text that was written") {
    Loaded loaded = load("[0x10, 1.50, ~, 'q']");
    REQUIRE(loaded.tree);
    CHECK(loaded.root().item(0).text() == "0x10");
    CHECK(loaded.root().item(1).text() == "1.50");
    CHECK(loaded.root().item(2).text() == "~");
    CHECK(loaded.root().item(3).text() == "q");
    CHECK_FALSE(loaded.root().item(0).is_quoted());
    CHECK(loaded.root().item(3).is_quoted());
}

TEST_CASE("an entry is found by its key in small maps and in large ones") {
    for (int count : {3, 16, 17, 5000}) {
        std::string text;
        for (int i = 0; i < count; ++i) {
            text += "key" + std::to_string(i) + ": " + std::to_string(i) + "\n";
        }
        Loaded loaded = load(text);
        REQUIRE(loaded.tree);
        REQUIRE(loaded.root().size() == static_cast<size_t>(count));
        for (int i = 0; i < count; ++i) {
            auto found = loaded.root().find("key" + std::to_string(i));
            REQUIRE(found);
            CHECK(found->text() == std::to_string(i));
        }
        CHECK_FALSE(loaded.root().find("key"));
        CHECK_FALSE(loaded.root().find("key99999"));
    }
}

TEST_CASE("what is no map has no entries to find") {
    CHECK_FALSE(load("[a]").root().find("a"));
    CHECK(load("a").root().size() == 0);
}

TEST_CASE("anchors and aliases repeat what they name") {
    CHECK(json_of("a: &x [1, {b: 2}]\nc: *x\nd: [*x, *x]") ==
          R"({"a":[1,{"b":2}],"c":[1,{"b":2}],"d":[[1,{"b":2}],[1,{"b":2}]]})");
    CHECK(json_of("&k a: &v b\nc: *v\n*k : d") == json_of("a: b\nc: b\na: d"));
    CHECK(json_of("- &a 1\n- *a\n- &a 2\n- *a") == "[1,1,2,2]");
    CHECK(json_of("a: &e\nb: *e") == R"({"a":null,"b":null})");
}

TEST_CASE("a merge key puts in the entries of another map") {
    CHECK(json_of("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  z: 3") ==
          R"({"base":{"x":1,"y":2},"own":{"x":1,"y":2,"z":3}})");
}

TEST_CASE("a map's own keys win over merged ones wherever they stand") {
    CHECK(json_of("- &b {x: 1, y: 2}\n- {x: 9, <<: *b}\n- {<<: *b, x: 9}") ==
          R"([{"x":1,"y":2},{"x":9,"y":2},{"x":9,"y":2}])");
}

TEST_CASE("of several merged maps the earlier ones win") {
    CHECK(json_of("- &a {x: 1}\n- &b {x: 2, y: 2}\n- <<: [*a, *b, {z: 3, y: 3}]") ==
          R"([{"x":1},{"x":2,"y":2},{"z":3,"y":2,"x":1}])");
}

TEST_CASE("merged maps may have merged maps") {
    CHECK(json_of("- &a {x: 1}\n- &b {<<: *a, y: 2}\n- {<<: *b, z: 3}") ==
          R"([{"x":1},{"x":1,"y":2},{"x":1,"y":2,"z":3}])");
}

TEST_CASE("a merge key in quotes is a key like any other") {
    CHECK(json_of("'<<': 1") == R"({"<<":1})");
}

TEST_CASE("a merge key takes maps only") {
    CHECK(load("<<: 1\na: 2").code() == "merge-key");
    CHECK(load("<<: [{a: 1}, 2]").code() == "merge-key");
    CHECK(load("<<: ~").code() == "merge-key");
    CHECK(json_of("<<: []\na: 1") == R"({"a":1})");
}

TEST_CASE("a tree outlives the handle of its source and can be moved") {
    std::optional<Tree> tree;
    {
        Loaded loaded = load("a: [1, \"x\\ny\"]");
        tree = std::move(loaded.tree);
    }
    Tree moved = std::move(*tree);
    CHECK(value::to_json(moved.root().value()) == R"({"a":[1,"x\ny"]})");
}

TEST_CASE("what is below items that are forgotten goes, and later items and all texts stay") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        text += "- { name: \"item\\x2d" + std::to_string(i) + "\", list: [ 1, 2 ] }\n";
    }
    Loaded loaded = load(text);
    REQUIRE(loaded.tree);
    Node root = loaded.root();
    std::string_view first = root.item(0).entry(0).text();
    std::string_view middle = root.item(9'000).entry(0).text();
    loaded.tree->forget_items(root, 10'000);
    CHECK(first == "item-0");
    CHECK(middle == "item-9000");
    CHECK(root.size() == 20'000);
    CHECK(root.item(10'000).entry(0).text() == "item-10000");
    CHECK(root.item(19'999).find("list")->size() == 2);
    loaded.tree->forget_items(root, 15'000);
    CHECK(root.item(15'000).entry(0).text() == "item-15000");
    loaded.tree->forget();
    CHECK(first == "item-0");
}

TEST_CASE("nothing is forgotten that an alias may name") {
    std::string text = "- &first { a: [ 1 ] }\n";
    for (int i = 0; i < 5'000; ++i) {
        text += "- { b: { c: 1 } }\n";
    }
    text += "- *first\n";
    Loaded loaded = load(text);
    REQUIRE(loaded.tree);
    loaded.tree->forget_items(loaded.root(), 5'000);
    CHECK(loaded.root().item(5'001).find("a")->size() == 1);
    CHECK(loaded.root().item(2'500).find("b")->size() == 1);
}

TEST_CASE("characters beyond U+FFFF may be written as JSON has them, and only in double quotes") {
    Loaded loaded = load(R"({"a\ud83d\ude00b": &x "\ud83d\ude00", 'c': '\ud83d\ude00', d: \ud83d\ude00 })");
    REQUIRE(loaded.root().is_map());
    CHECK(loaded.root().key(0).text() == "a\xF0\x9F\x98\x80" "b");
    CHECK(loaded.root().entry(0).text() == "\xF0\x9F\x98\x80");
    CHECK(loaded.root().entry(1).text() == R"(\ud83d\ude00)");
    CHECK(loaded.root().entry(2).text() == R"(\ud83d\ude00)");
}

}  // namespace aiorun::document
