#include <algorithm>

#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"
#include "value/limits.hpp"

namespace aiorun::document {
namespace {

std::string repeated(std::string_view text, size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (size_t i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

}  // namespace

TEST_CASE("a key that comes again is an error that names the first place") {
    Loaded loaded = load("a: 1\nb: 2\n\na: 3\n");
    CHECK(loaded.code() == "duplicate-key");
    CHECK(loaded.error() == "4:1: the key \"a\" comes again, it stands in line 1 already");
    CHECK(loaded.tree);
}

TEST_CASE("keys that differ in quotes only are the same") {
    CHECK(load("a: 1\n'a': 2").code() == "duplicate-key");
    CHECK(load("{1: a, \"1\": b}").code() == "duplicate-key");
    CHECK(load("<<: {a: 1}\n<<: {b: 1}").code() == "duplicate-key");
    CHECK(load("- a: 1\n- a: 2").code().empty());
}

TEST_CASE("duplicates are found in large maps and quickly") {
    std::string text;
    for (int i = 0; i < 50'000; ++i) {
        text += "k" + std::to_string(i) + ": 1\n";
    }
    CHECK(load(text).diagnostics.empty());
    Loaded loaded = load(text + "k777: 2\n");
    CHECK(loaded.error() == "50001:1: the key \"k777\" comes again, it stands in line 778 already");
}

TEST_CASE("a file that is wrong all over stops at a hundred errors") {
    CHECK(load(repeated("- {a: 1, a: 2}\n", 5000)).diagnostics.error_count() <= 101);
    CHECK(load(repeated("a: 1\n", 5000)).diagnostics.error_count() <= 101);
}

TEST_CASE("tags are errors") {
    for (const char* text : {"a: !foo 1", "a: !!str 1", "!x a: 1", "- !<tag:yaml.org,2002:int> 3", "a: ! 'x'",
                             "&b !x c", "!x &b c"}) {
        CAPTURE(text);
        Loaded loaded = load(text);
        CHECK(loaded.code() == "yaml-tag");
    }
    CHECK(load("a: !foo 1").error() == "1:4: found the tag \"!foo\", but workflows have no tags");
    CHECK(json_of("a: '!foo'\nb: x!") == R"({"a":"!foo","b":"x!"})");
}

TEST_CASE("an expression that begins with an exclamation mark has to be quoted") {
    Loaded loaded = load("- if: !ready\n  do: []");
    CHECK(loaded.code() == "unquoted-expression");
    CHECK(load("- when: !(a || b)").code() == "unquoted-expression");
}

TEST_CASE("a second document is an error") {
    CHECK(load("a: 1\n---\nb: 2").error() == "2:1: a second document begins here, a file holds one");
    CHECK(load("---\na: 1\n---\n").code() == "second-document");
    CHECK(json_of("---\na: 1\n...\n") == R"({"a":1})");
    CHECK(json_of("%YAML 1.2\n---\na: 1") == R"({"a":1})");
}

TEST_CASE("an empty document is an error") {
    for (const char* text : {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\xEF\xBB\xBF"}) {
        CAPTURE(text);
        Loaded loaded = load(text);
        CHECK(loaded.code() == "empty-document");
        CHECK_FALSE(loaded.tree);
    }
    CHECK(json_of("~") == "null");
}

TEST_CASE("lists and maps as keys are errors") {
    for (const char* text : {"? [a]\n: b", "[a]: b", "{a: 1}: b", "{[a]: b}", "? - a\n: b"}) {
        CAPTURE(text);
        CHECK(load(text).code() == "complex-key");
    }
}

TEST_CASE("a key and an item have to be there") {
    CHECK(load(": a").code() == "missing-key");
    CHECK(load("[a, , b]").code() == "missing-item");
    CHECK(load("a: 1\nb\nc: 2").error() == "2:1: expected `:` after \"b\"");
    CHECK(json_of("? a\n? b\n") == R"({"a":null,"b":null})");
}

TEST_CASE("an alias has to follow its anchor") {
    CHECK(load("a: *b\nc: &b 1").error() == "1:4: unknown alias \"*b\", no \"&b\" stands before it");
}

TEST_CASE("an alias inside of what it names is an error") {
    for (const char* text : {"a: &x [*x]", "&x {a: *x}", "a: &x {<<: *x}"}) {
        CAPTURE(text);
        CHECK(load(text).code() == "alias-cycle");
    }
}

TEST_CASE("control characters are errors that name the byte") {
    for (char c : {'\x01', '\x04', '\x0b', '\x1b', '\x7f'}) {
        Loaded loaded = load(std::string("a: ") + c);
        CHECK(loaded.code() == "control-character");
        CHECK_FALSE(loaded.tree);
    }
    CHECK(load(std::string("a: \0b", 5)).error() ==
          "1:4: the control character \\x00 at byte 3 is not allowed");
    CHECK(load("a: \xC2\x9F").code() == "control-character");
    CHECK(json_of("a: \"\\x1b\\0\"") == R"({"a":"\u001b\u0000"})");
}

TEST_CASE("what is not UTF-8 is an error that names the byte") {
    CHECK(load("a: \xff").error() == "1:4: byte 3 (0xff) is not valid UTF-8");
    for (const char* text : {"a: \xC0\xAF", "a: \xED\xA0\x80", "a: \xF4\x90\x80\x80", "a: \xE2\x82",
                             "\xFF\xFE"
                             "a",
                             "a: \x80"}) {
        CHECK(load(text).code() == "not-utf-8");
    }
}

TEST_CASE("a file of more than 32 MiB is refused") {
    Loaded loaded = load(std::string(limits::document_bytes + 1, ' '));
    CHECK(loaded.code() == "file-too-large");
}

TEST_CASE("two hundred levels are read and one more is refused") {
    CHECK(load(repeated("[", 200) + repeated("]", 200)).diagnostics.empty());
    CHECK(load(repeated("[", 201) + repeated("]", 201)).code() == "too-deep");
    CHECK(load(repeated("- ", 200) + "x").diagnostics.empty());
    CHECK(load(repeated("- ", 201) + "x").code() == "too-deep");
    CHECK(load(repeated("{a: ", 201) + repeated("}", 201)).code() == "too-deep");
    CHECK(load(repeated("? ", 201) + "x").code() == "too-deep");
}

TEST_CASE("levels count through aliases") {
    std::string text = "- &a " + repeated("[", 150) + repeated("]", 150) + "\n- ";
    CHECK(load(text + repeated("[", 40) + "*a" + repeated("]", 40)).diagnostics.empty());
    CHECK(load(text + repeated("[", 60) + "*a" + repeated("]", 60)).code() == "too-deep");
}

TEST_CASE("a million brackets are refused and not kept") {
    for (const char* text : {"[", "a: [", "{", "{a: ", "- [", "[? ", "[{\"k\": "}) {
        CAPTURE(text);
        CHECK(load(repeated(text, 1'000'000)).diagnostics.has_errors());
    }
    CHECK(load(repeated("[", 1'000'000)).code() == "too-deep");
}

TEST_CASE("brackets in texts do not count") {
    CHECK(load("a: \"" + repeated("[{", 500'000) + "\"").diagnostics.empty());
    CHECK(load("a: |\n" + repeated("  [{\n", 300'000)).diagnostics.empty());
    CHECK(load("[\"" + repeated("[{", 500'000) + "\", b]").diagnostics.empty());
}

TEST_CASE("more than five million nodes are refused") {
    std::string thousand = "- &a [" + repeated("1, ", 999) + "]\n";
    CHECK(load(thousand + repeated("- *a\n", 5001)).code() == "too-many-nodes");
}

TEST_CASE("aliases of aliases are refused by the nodes that they make") {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        std::string alias = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(alias + ", ", 9) +
                alias + "]\n";
    }
    Loaded loaded = load(text);
    CHECK(loaded.code() == "too-many-nodes");
    CHECK_FALSE(loaded.tree);
}

TEST_CASE("aliases may make a hundred times what is written and no more") {
    auto squares = [](size_t times) {
        return "- &a [" + repeated("1, ", 1000) + "]\n- [" + repeated("*a, ", times) + "]\n";
    };
    CHECK(load(squares(100)).diagnostics.empty());
    CHECK(load(squares(200)).code() == "alias-expansion");
}

TEST_CASE("merge keys share what they merge within the bounds") {
    std::string text = "base: &b\n";
    for (int i = 0; i < 1000; ++i) {
        text += "  k" + std::to_string(i) + ": 1\n";
    }
    for (int i = 0; i < 5000; ++i) {
        text += "m" + std::to_string(i) + ": {<<: *b}\n";
    }
    CHECK(load(text).code() == "too-many-nodes");
}

}  // namespace aiorun::document
