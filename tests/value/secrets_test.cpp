// What is hidden, and in which forms.
#include "value/secrets.hpp"

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::value {
namespace {

Secrets secrets_of(const char* text) {
    Secrets secrets;
    secrets.add(Value(text));
    return secrets;
}

TEST_CASE("a secret is hidden wherever it stands, and what overlaps is one") {
    Secrets secrets = secrets_of("abcabc");
    CHECK(secrets.mask("abcabc") == "***");
    CHECK(secrets.mask("x abcabc, abcabcabc y") == "x ***, *** y");
    CHECK(secrets.mask("abcab") == "abcab");
    CHECK(secrets.mask("") == "");
}

TEST_CASE("a secret is hidden in URLs, forms, JSON and JSON inside of JSON") {
    Secrets secrets = secrets_of("p@ss w\"d");
    for (const char* form : {"p@ss w\"d", "p%40ss%20w%22d", "p%40ss+w%22d", "p@ss w\\\"d", "p@ss w\\\\\\\"d",
                             "p@ss w\\\\\\\\\\\\\\\"d"}) {
        CHECK(secrets.mask("a=" + std::string(form) + "&b") == "a=***&b");
    }
}

TEST_CASE("a secret is hidden as part of a URL, where only what no URL may hold is encoded") {
    Secrets secrets = secrets_of("c+d/e \xC3\xA9?");
    for (const char* form : {"c+d/e%20%c3%a9?", "c+d/e+%C3%A9?", "c+d/e %C3%A9?", "c%2Bd%2Fe%20%C3%A9%3F"}) {
        CHECK(secrets.mask("/x/" + std::string(form) + "&b") == "/x/***&b");
    }
}

TEST_CASE("a secret with characters that may not be shown is hidden once they are escaped") {
    Secrets secrets = secrets_of("top\x7fsec\tret\xE2\x80\xAE");
    for (const char* form : {"top\\x7fsec\\tret\\u202e", "top\\x7fsec\tret\\u202e", "top\x7fsec\\tret\xE2\x80\xAE"}) {
        CHECK(secrets.mask("is " + std::string(form) + ".") == "is ***.");
    }
}

TEST_CASE("a secret is hidden in base64, wherever it stands in what was encoded") {
    Secrets secrets = secrets_of("sesame-open");
    CHECK(secrets.mask("Basic bWU6c2VzYW1lLW9wZW4=") == "Basic bWU***");  // me:sesame-open
    CHECK(secrets.mask("Basic eW91OnNlc2FtZS1vcGVu").find("nNlc2FtZS1vcGVu") ==
          std::string::npos);  // you:sesame-open
    CHECK(secrets.mask("c2VzYW1lLW9wZW4") == "***");
}

TEST_CASE("each line of a secret that has several is one, and so is each scalar of a list or a map") {
    Secrets secrets = secrets_of("first line\r\nsecond line\n");
    CHECK(secrets.mask("the second line of") == "the *** of");
    Secrets more;
    more.add(
        *parse_json(R"({"a": ["one-secret", 12345], "b": {"c": "other-secret"}, "d": true, "e": null})"));
    CHECK(more.mask("one-secret 12345 other-secret true null") == "*** *** *** true null");
}

TEST_CASE("a secret that a message cut off is hidden too") {
    Secrets secrets = secrets_of("correct-horse-battery");
    CHECK(secrets.mask("\"token: correct-ho…\"") == "\"token: ***…\"");
    CHECK(secrets.mask("…rse-battery is wrong") == "…*** is wrong");
    CHECK(secrets.mask("cor…") == "cor…");  // so much gives nothing away
    CHECK(secrets.mask("…ery") == "…ery");
    CHECK(secrets.mask("correct answers…") == "correct answers…");
}

TEST_CASE("a credential is hidden everywhere but in what the workflow prints") {
    Secrets secrets = secrets_of("a-secret");
    secrets.add_credential("a-credential");
    secrets.add_credential("a-credential");
    secrets.add_credential("short");
    CHECK(secrets.mask("a-secret a-credential short") == "*** *** short");
    CHECK(secrets.mask_printed("a-secret a-credential short") == "*** a-credential short");
}

}  // namespace
}  // namespace aiorun::value
