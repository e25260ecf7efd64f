#include "document/core_schema.hpp"

#include "tests/document/loaded.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::document {

TEST_CASE("booleans are true and false only") {
    CHECK(json_of("[true, false]") == "[true,false]");
    CHECK(json_of("[True, FALSE, yes, no, on, off, y]") == R"(["True","FALSE","yes","no","on","off","y"])");
}

TEST_CASE("null is null, a tilde or nothing") {
    CHECK(json_of("a: null\nb: ~\nc:\nd: [~, null]") == R"({"a":null,"b":null,"c":null,"d":[null,null]})");
    CHECK(json_of("[Null, NULL, nil]") == R"(["Null","NULL","nil"])");
}

TEST_CASE("integers are decimal, hexadecimal or octal") {
    CHECK(json_of("[0, 7, -7, +7, 0x1F, 0o17, 007]") == "[0,7,-7,7,31,15,7]");
    CHECK(json_of("[0b1, 0X1, 0O7, -0x1, 1_000, 0x, 0o8, 12:30]") ==
          R"(["0b1","0X1","0O7","-0x1","1_000","0x","0o8","12:30"])");
}

TEST_CASE("numbers have a point or an exponent") {
    CHECK(json_of("[1.5, -1.5, .5, 1., 1e3, 1E-2, +.5e1, 0.0]") == "[1.5,-1.5,0.5,1.0,1000.0,0.01,5.0,0.0]");
    CHECK(json_of("[., e3, 1e, 1.e+, .inf, .nan, -.inf, 1.2.3, -, +, -.]") ==
          R"([".","e3","1e","1.e+",".inf",".nan","-.inf","1.2.3","-","+","-."])");
}

TEST_CASE("what stands in quotes or in a block is a string") {
    CHECK(json_of("['1', \"true\", '']") == R"(["1","true",""])");
    CHECK(json_of("a: |-\n  1\nb: >-\n  null\n") == R"({"a":"1","b":"null"})");
}

TEST_CASE("integers are exact to 64 bits and refused beyond") {
    CHECK(json_of("[9223372036854775807, -9223372036854775808, 0x7fffffffffffffff]") ==
          "[9223372036854775807,-9223372036854775808,9223372036854775807]");
    for (const char* text :
         {"9223372036854775808", "-9223372036854775809", "0xffffffffffffffff", "99999999999999999999999"}) {
        CAPTURE(text);
        Loaded loaded = load(std::string("a: ") + text);
        CHECK(loaded.code() == "int-range");
        CHECK(loaded.error() == std::string("1:4: the integer \"") + text + "\" does not fit 64 bits");
        CHECK(loaded.hint().find("in quotes") != std::string::npos);
    }
}

TEST_CASE("a number too large for a double is refused and one too small is zero") {
    CHECK(load("1e999").code() == "number-range");
    CHECK(json_of("[1e-999, -1e-999, 1e308]") == "[0.0,-0.0,1e+308]");
}

TEST_CASE("keys are text whatever they look like") {
    CHECK(json_of("1: a\ntrue: b\n~: c\n0x10: d\n1.50: e\n99999999999999999999: f") ==
          R"({"1":"a","true":"b","~":"c","0x10":"d","1.50":"e","99999999999999999999":"f"})");
}

}  // namespace aiorun::document
