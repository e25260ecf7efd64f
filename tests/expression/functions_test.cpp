// What docs/expressions.md and the conformance cases leave open about functions.
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;

TEST_CASE("times are read in the forms of RFC 3339, ISO 8601 and HTTP") {
    World world;
    CHECK(world.show("parse_time('1994-11-06T08:49:37Z')") == "784111777");
    CHECK(world.show("parse_time('1994-11-06 08:49:37')") == "784111777");
    CHECK(world.show("parse_time('1994-11-06T10:49:37.25+02:00')") == "784111777.25");
    CHECK(world.show("parse_time('1994-11-06T08:49:37-0000')") == "784111777");
    CHECK(world.show("parse_time('1994-11-06')") == "784080000");
    CHECK(world.show("parse_time('Sun, 06 Nov 1994 08:49:37 GMT')") == "784111777");
    CHECK(world.show("parse_time('Sunday, 06-Nov-94 08:49:37 GMT')") == "784111777");
    CHECK(world.show("parse_time('Sun Nov  6 08:49:37 1994')") == "784111777");
    CHECK(world.show("parse_time('1969-12-31T23:59:59Z')") == "-1");
}

TEST_CASE("a time that cannot be is an error") {
    World world;
    for (std::string_view text :
         {"", "yesterday", "2026-02-30", "2026-13-01", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00Zx",
          "2026-01-01T00:00:00.Z", "Sun, 06 Foo 1994 08:49:37 GMT"}) {
        CHECK(world.show("parse_time('" + std::string(text) + "')")
                  .starts_with("error: parse_time(): no time"));
    }
}

TEST_CASE("times are written in UTC") {
    World world;
    CHECK(world.show("format_time(784111777)") == "\"1994-11-06T08:49:37Z\"");
    CHECK(world.show("format_time(784111777.5, '%F %T.%f %s %%')") ==
          "\"1994-11-06 08:49:37.500000 784111777 %\"");
    CHECK(world.show("format_time(-1, '%Y-%m-%d %I:%M:%S %p')") == "\"1969-12-31 11:59:59 PM\"");
    CHECK(world.show("format_time(784111777, '%a %A %b %B %j %u %w %y %e %Z %z')") ==
          "\"Sun Sunday Nov November 310 7 0 94  6 UTC +0000\"");
    CHECK(world.show("format_time(1e300)").starts_with("error: format_time(): the time is not between"));
}

TEST_CASE("what the run gives to functions comes from its host") {
    World world;
    CHECK(world.show("[elapsed(), now(), random()]") == "[1.5,1000.25,0.5]");
    CHECK(world.show("uuid()") == "\"01234567-89ab-4def-8123-456789abcdef\"");
    CHECK(world.show("[env('HOME'), env('NOTHING'), env('NOTHING', 'else')]") == "[\"/root\",null,\"else\"]");
}

TEST_CASE("an optional that is left over is its value, or null") {
    World world;
    CHECK(world.show("{'a': 1}.?a") == "1");
    CHECK(world.show("{'a': 1}.?b") == "null");
    CHECK(world.show("regex.extract('abc', 'x')") == "null");
}

TEST_CASE("hashes are those of OpenSSL") {
    World world;
    CHECK(world.show("sha256('')") == "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
    // RFC 4231, test case 2.
    CHECK(world.show("hmac_sha256('Jefe', 'what do ya want for nothing?')") ==
          "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"");
}

TEST_CASE("base64 and URL encodings refuse what they cannot read") {
    World world;
    CHECK(world.show("base64.decode('YQ==') + base64.decode('YQ') + base64.decode('-_8=').substring(0, 0)") ==
          "\"aa\"");
    CHECK(world.show("base64.decode('Y')").starts_with("error: base64.decode(): no base64"));
    CHECK(world.show("base64.decode('Y Q=')").starts_with("error: base64.decode(): no base64"));
    CHECK(world.show("url_decode('%4')").starts_with("error: url_decode(): after `%`"));
    CHECK(world.show("url_decode('%c3%BC')") == "\"ü\"");
}

TEST_CASE("an empty text is found between all characters, as in Go") {
    World world;
    CHECK(world.show("'aé'.replace('', '-')") == "\"-a-é-\"");
    CHECK(world.show("'aé'.split('')") == "[\"a\",\"é\"]");
    CHECK(world.show("''.split('')") == "[]");
    CHECK(world.show("''.split(',')") == "[\"\"]");
    CHECK(world.show("'a,b,c'.split(',', 2)") == "[\"a\",\"b,c\"]");
    CHECK(world.show("'a,b'.split(',', 0)") == "[]");
}

TEST_CASE("regular expressions go on after an empty match") {
    World world;
    CHECK(world.show("regex.replace('abc', 'x*', '-')") == "\"-a-b-c-\"");
    CHECK(world.show("regex.replace('aé', 'x*', '-')") == "\"-a-é-\"");
    CHECK(world.show("regex.extractAll('k1=v1;k2=v2', '=([a-z0-9]+)')") == "[\"v1\",\"v2\"]");
    CHECK(world.show("regex.replace('a1b2', '[0-9]', '#', 1)") == "\"a#b2\"");
    CHECK(world.show("regex.replace('a', 'a', '\\\\2')")
              .starts_with("error: regex.replace(): in the replacement"));
}

TEST_CASE("ranges step up and down") {
    World world;
    CHECK(world.show("range(0, 10, 3)") == "[0,3,6,9]");
    CHECK(world.show("range(3, 0, -1)") == "[3,2,1]");
    CHECK(world.show("range(3, 0)") == "[]");
    CHECK(world.show("range(0, 3, 0)").starts_with("error: range(): the step cannot be 0"));
    CHECK(world.show("size(range(-9223372036854775807, 9223372036854775807, 9223372036854775807))") == "2");
}

TEST_CASE("sorting refuses items that have no order") {
    World world;
    CHECK(world.show("[2, 1.5, 1].sort()") == "[1,1.5,2]");
    CHECK(world.show("['b', 'a'].sort()") == "[\"a\",\"b\"]");
    CHECK(world.show("[1, 'a'].sort()").starts_with("error: cannot sort int and string"));
    CHECK(world.show(
              "[{'n': 2, 'v': 'x'}, {'n': 1, 'v': 'y'}, {'n': 2, 'v': 'z'}].sortBy(e, e.n).map(e, e.v)") ==
          "[\"y\",\"x\",\"z\"]");
}
