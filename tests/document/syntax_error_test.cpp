#include <random>

#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {
namespace {

struct Case {
    const char* text;
    const char* code;
    const char* error;
};

void check(const Case& expected) {
    CAPTURE(expected.text);
    Loaded loaded = load(expected.text);
    CHECK(loaded.code() == expected.code);
    CHECK(loaded.error() == expected.error);
}

}  // namespace

TEST_CASE("an expression that has to be quoted is told so") {
    const Case cases[] = {
        {"main:\n  - fetch: ${{ a ? b : c }}", "unquoted-expression",
         "2:12: the expression must be quoted: YAML takes its `: ` for a key and its value"},
        {"main:\n  - print: ${{ {\"a\": 1} }}", "unquoted-expression",
         "2:12: the expression must be quoted: YAML takes its `: ` for a key and its value"},
        {"- print: ${{ x.map(y,\n      {\"k\": y}) }}", "unquoted-expression",
         "1:10: the expression must be quoted: YAML takes its `: ` for a key and its value"},
        {"main:\n  - { fetch: ${{ url }} }", "unquoted-expression",
         "2:14: the expression must be quoted: between brackets YAML takes its braces and commas for its "
         "own"},
        {"a: [x, ${{ b }}]", "unquoted-expression",
         "1:8: the expression must be quoted: between brackets YAML takes its braces and commas for its own"},
        {"{\"a\": ${{ x }}}", "unquoted-expression",
         "1:7: the expression must be quoted: between brackets YAML takes its braces and commas for its own"},
        {"a: ${{ size(\"a # b\") }}", "unquoted-expression",
         "1:4: the expression must be quoted: YAML takes ` #` for the beginning of a comment"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("a bare expression that has to be quoted is told so") {
    const Case cases[] = {
        {"- if: x ? y : z\n  do: []", "unquoted-expression",
         "1:7: the expression of `if` must be quoted: YAML takes its `: ` for a key and its value"},
        {"- while: \"done\" in list", "unquoted-expression",
         "1:10: the expression of `while` must be quoted"},
        {"- assert: 'a' == b", "unquoted-expression", "1:11: the expression of `assert` must be quoted"},
        {"- when: {\"a\": 1}.a == 1", "unquoted-expression", "1:9: the expression of `when` must be quoted"},
        {"- until: [1, 2].size() == 2", "unquoted-expression",
         "1:10: the expression of `until` must be quoted"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("the hint shows an expression in quotes that fit") {
    CHECK(load("- fetch: ${{ a ? b : c }}").hint() == "write \"${{ a ? b : c }}\"");
    CHECK(load("- fetch: http://${{ a ? b : c }}/x").hint() == "write \"http://${{ a ? b : c }}/x\"");
    CHECK(load("- print: ${{ {\"a\": 1} }}").hint() == "write '${{ {\"a\": 1} }}'");
    CHECK(load("- print: ${{ {\"a\": 'b'} }}").hint() == "write '${{ {\"a\": ''b''} }}'");
    CHECK(load("- { fetch: ${{ url }} }").hint() == "write \"${{ url }}\"");
    CHECK(load("a: {{ x }}").hint() == "an expression is written \"${{ … }}\", in quotes");
}

TEST_CASE("expressions that YAML reads as one text need no quotes") {
    CHECK(json_of("- ${{ a + {\"b\":1}.b }}\n- a ${{ b }} c ${{ d }}\n- if: a && !b || c[0] > 1") ==
          R"(["${{ a + {\"b\":1}.b }}","a ${{ b }} c ${{ d }}",{"if":"a && !b || c[0] > 1"}])");
}

TEST_CASE("mistakes in the layout are named") {
    const Case cases[] = {
        {"a:\n\tb: 1", "tab-indentation", "2:1: a tab in the indentation"},
        {"a: |\n\tx", "tab-indentation", "2:1: a tab in the indentation"},
        {"a:1\nb: 2", "missing-space", "1:2: a space is missing after `:`"},
        {"a: {put:{b: 1}}", "missing-space", "1:8: a space is missing after `:`"},
        {"main\n  - a: 1", "missing-colon", "1:1: expected `:` after \"main\""},
        {"main:\n  a: 1\n   b: 2", "bad-indentation",
         "3:4: \"b\" is indented deeper than \"a\" in line 2, which has a value already"},
        {"- a: 1\n   b: 2", "bad-indentation",
         "2:4: \"b\" is indented deeper than \"a\" in line 1, which has a value already"},
        {"main:\n  a: 1\n b: 2", "bad-indentation",
         "3:2: an indentation of 1, expected 0 or 2 as in the lines above"},
        {"main:\n  - a\n - b", "bad-indentation",
         "3:2: an indentation of 1, expected 0 or 2 as in the lines above"},
        {"a:\n  y: 1\n  - x", "item-among-keys",
         "3:3: `- ` begins a list item among the keys of a map (line 2)"},
        {"a:\n  - x\n  y: 1", "key-among-items",
         "3:3: a list item is expected, as in line 2, which begins with `- `"},
        {"- a\nb: 1", "key-among-items",
         "2:1: a list item is expected, as in line 1, which begins with `- `"},
        {"a: b: c", "unquoted-colon", "1:5: `: ` inside of a text that is not quoted"},
        {"a: - b", "misplaced-item", "1:4: a list item cannot begin here"},
        {"[a] b", "yaml-syntax", "1:5: unexpected text after the value"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("mistakes with quotes are named") {
    const Case cases[] = {
        {"a: \"x\nb: 2", "unclosed-quote", "1:4: the quote \" is not closed"},
        {"- 'x", "unclosed-quote", "1:3: the quote ' is not closed"},
        {"{\"a\": \"x}", "unclosed-quote", "1:7: the quote \" is not closed"},
        {"a: 'it's'", "text-after-quote", "1:8: unexpected text after the closing quote"},
        {"a: \"foo\nb: \"bar\"", "text-after-quote",
         "2:5: unexpected text after the closing quote of the text that begins in line 1"},
        {"a: \"x \\y\"", "unknown-escape", "1:7: unknown escape \"\\y\" in double quotes"},
        {"a: \"\\u12\"", "unknown-escape", "1:5: unknown escape \"\\u12\"\" in double quotes"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("mistakes with brackets are named") {
    const Case cases[] = {
        {"a: [1, 2\nb: 2", "unclosed-bracket", "1:4: `[` is not closed, expected `]`"},
        {"a: {b: 1", "unclosed-bracket", "1:4: `{` is not closed, expected `}`"},
        {"a: {b: [1}", "unclosed-bracket", "1:10: `}` cannot close the `[` of line 1"},
        {"a: [1]]", "unopened-bracket", "1:7: `]` closes nothing"},
        {"a: }", "unopened-bracket", "1:4: `}` closes nothing"},
        {"a: {\"b\" 1}", "missing-comma", "1:9: found \"1\", expected `,` or `}`"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("characters that mean something in YAML are named") {
    const Case cases[] = {
        {"a: @x", "special-character", "1:4: a text cannot begin with \"@\""},
        {"a: `x`", "special-character", "1:4: a text cannot begin with \"`\""},
        {"a: %x", "special-character", "1:4: a text cannot begin with \"%\""},
        {"a: *", "unknown-alias", "1:4: a name is expected after `*`, which begins an alias"},
        {"- run: [ls, *.txt]", "unknown-alias",
         "1:13: unknown alias \"*.txt\", no \"&.txt\" stands before it"},
        {"a: & b", "unknown-alias", "1:4: a name is expected after `&`, which begins an anchor"},
        {"a: |x", "yaml-syntax",
         "1:5: unexpected text after `|` or `>`, which begin a text of several lines"},
    };
    for (const Case& expected : cases) {
        check(expected);
    }
}

TEST_CASE("each malformed text has an error with a place inside of it") {
    const char* texts[] = {
        "%YAML 9.9\n---\na",
        "%YAML\n---\na",
        "%TAG ! a b\n---\na",
        "&a &b c",
        "!a !b c",
        "a: !<x",
        "? a\n? b\n - c",
        "[a, b}",
        "{a, b]",
        "[a: b: c]",
        "a: [\n- b\n]",
        "'a' 'b'",
        "\"a\"\n b",
        "a: 'b\n---\nc'",
        "- a\n-b\n- c: d\n e",
        "a: >9\n b",
        "a: |0\n b",
        "a: |-x",
        "key: [a, b]: c",
        "*a",
        "*a : b",
        "&a",
        "&",
        "a:\n  b:\n c: d\n   e: f",
        "{a: b",
        "{",
        "[",
        "]",
        "}",
        ",",
        ", a",
        "a: ,",
        "@",
        "`",
        "%",
        "a: b\n\tc: d",
        "- - a\n - b\n- c\n   - d: e\n  f",
        "\"\\",
        "\"\\x",
        "\"\\uD800\"",
        "a: \"\\U00110000\"",
        "? ? ? a\n:::",
        "-\n-",
        "---\n---",
        "...\n...",
        "--- a\n--- b",
        "{? }",
        "[?]",
        "[:]",
        "{:}",
        "{,}",
        "[,]",
        "!",
        "! !",
        "a: !",
        "- !\n-",
    };
    for (const char* text : texts) {
        CAPTURE(text);
        Loaded loaded = load(text);
        CHECK((loaded.tree || loaded.diagnostics.has_errors()));
        for (const Diagnostic& diagnostic : loaded.diagnostics.sorted()) {
            CHECK(diagnostic.span.begin <= loaded.source->text().size());
            CHECK_FALSE(diagnostic.message.empty());
            CHECK_FALSE(render(diagnostic, Color::ansi).empty());
        }
    }
}

TEST_CASE("no mutation of a document crashes, and each gives a tree or an error") {
    const std::string valid =
        "aiorun: 1\nparams:\n  base: &b http://x/?a=b\n  n: ~\nmain:\n  - fetch: { url: *b, list: [1, 'two', "
        "\"th\\u0072ee\"] }\n"
        "    as: page # why\n  - if: a > 1\n    do:\n      - print: |\n          x ${{ y }}\n      - assert: "
        "\"a == {\\\"b\\\": 1}\"\n"
        "  - <<: &m {timeout: 1s}\n    sleep: 0x10\n  - {<<: *m, do: []}\n  - ? k\n    : v\n  - >-\n    "
        "folded\n    text\n";
    const std::string_view pieces[] = {
        ": ", " #", "- ", "\n",  "\n  ", "\"",    "'",   "[",  "]",  "{",  "}",    ",",    "&a ", "*b", "|\n",
        "? ", "~",  "\t", "!x ", "<<: ", "---\n", "${{", "}}", "\r", "\\", "\xC3", "\x01", "%",   "@",  ":"};
    std::mt19937 random(20261122);
    auto below = [&](size_t bound) { return std::uniform_int_distribution<size_t>(0, bound - 1)(random); };
    for (int round = 0; round < 4000; ++round) {
        std::string text = valid;
        for (size_t left = 1 + below(4); left > 0; --left) {
            size_t at = below(text.size());
            switch (below(3)) {
                case 0:
                    text.erase(at, 1 + below(6));
                    break;
                case 1:
                    text.insert(at, pieces[below(std::size(pieces))]);
                    break;
                default:
                    text.insert(at, text.substr(below(text.size()), 1 + below(20)));
                    break;
            }
        }
        CAPTURE(text);
        Loaded loaded = load(text);
        REQUIRE((loaded.tree || loaded.diagnostics.has_errors()));
        for (const Diagnostic& diagnostic : loaded.diagnostics.sorted()) {
            REQUIRE_FALSE(render(diagnostic, Color::none).empty());
        }
        if (loaded.tree) {
            REQUIRE_FALSE(loaded.json().empty());
        }
    }
}

TEST_CASE("a line that is indented deeper than what it belongs to") {
    const Case cases[] = {
        {"main:\n - print: a\n  - print: b\n", "bad-indentation", "3:3: an indentation of 2, expected 1 as in line 2"},
        {"main:\n  - print: a\n   timeout: 1\n", "bad-indentation", "3:4: an indentation of 3, expected 4 as in line 2"},
    };
    for (const Case& each : cases) {
        check(each);
    }
}

TEST_CASE("what the parser says does not show") {
    for (const char* text : {"a: [b\n", "a: {b: c\n", "a:\n  - b\n c\n", "- a\n- b\nc: d\n", "a: *b\n", "a: &\n", "%X\n", "a: b: c\n", "a: 'b\n",
                             "? a\n b\n", "a: @b\n", "a: |x\n  b\n", "a: ]\n", "a\n- b\n", "- a\n  b: c\n", "a: b\n - c\n", "a: \"\\q\"\n"}) {
        CAPTURE(text);
        std::string error = load(text).error();
        for (const char* word : {"not found", "illegal", "not valid YAML", "end of sequence", "end of map"}) {
            CHECK(error.find(word) == std::string::npos);
        }
    }
}

}  // namespace aiorun::document
