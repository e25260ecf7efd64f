#include "observe/xml.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("markup in a text is escaped, also the end of a CDATA section") {
    CHECK(xml_text("a < b & c ]]> \"d\"") == "a &lt; b &amp; c ]]&gt; \"d\"");
    CHECK(xml_attribute("a < b & c ]]> \"d\"") == "a &lt; b &amp; c ]]&gt; &quot;d&quot;");
}

TEST_CASE("line breaks and tabs survive in attributes, and carriage returns everywhere") {
    CHECK(xml_text("a\tb\nc\rd") == "a\tb\nc&#13;d");
    CHECK(xml_attribute("a\tb\nc\rd") == "a&#9;b&#10;c&#13;d");
}

TEST_CASE("characters that XML 1.0 does not allow are replaced") {
    CHECK(xml_text(std::string("\x00\x08\x1b", 3)) == "\uFFFD\uFFFD\uFFFD");
    CHECK(xml_text("\uFFFE\uFFFF") == "\uFFFD\uFFFD");
    CHECK(xml_text("é 漢 \U0001F600 \uE000 \x7f") == "é 漢 \U0001F600 \uE000 \x7f");
}

TEST_CASE("bytes that are no UTF-8 are replaced") {
    CHECK(xml_text("a\xff\xc3") == "a\uFFFD\uFFFD");
    CHECK(xml_attribute("\xed\xa0\x80").find('\xed') == std::string::npos);
}

}  // namespace
}  // namespace aiorun::observe
