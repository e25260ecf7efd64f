// What is wrong with a fetch is found before the run.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using aiorun::test::FetchWorld;

namespace {

/// The first line of what is wrong with a fetch of these options, without `test.yaml:`.
std::string problem(const std::string& options, const std::string& head = "") {
    FetchWorld world;
    if (world.check(head + "main:\n  - fetch: " + options + "\n")) {
        return "none";
    }
    std::string line = world.diagnostics.substr(0, world.diagnostics.find('\n'));
    size_t message = line.find("error: ");
    return message == std::string::npos ? line : line.substr(message + 7);
}

std::string option_problem(const std::string& option, const std::string& head = "") {
    return problem("{ url: \"http://h/\", " + option + " }", head);
}

}  // namespace

TEST_CASE("an unknown option is reported with the nearest one") {
    CHECK(option_problem("methd: GET").find("did you mean \"method\"?") != std::string::npos);
    CHECK(option_problem("auth: { baisc: { user: u, password: p } }").find("did you mean \"basic\"?") !=
          std::string::npos);
}

TEST_CASE("a fetch needs a URL") {
    CHECK(problem("{ method: GET }") == "fetch needs the key \"url\"");
    CHECK(problem("~") == "\"fetch\" is a URL or a map of options, found null");
    CHECK(problem("[a]") == "\"fetch\" is a URL or a map of options, found a list");
}

TEST_CASE("a literal URL has the scheme http or https") {
    CHECK(problem("ftp://h/") == "the scheme of a URL is http or https, found \"ftp\"");
    CHECK(problem("file:///etc/passwd") == "the scheme of a URL is http or https, found \"file\"");
    CHECK(problem("localhost:8080/x") == "the scheme of a URL is http or https, found \"localhost\"");
    CHECK(problem("HTTP://h/") == "none");
}

TEST_CASE("a relative URL needs a base_url") {
    CHECK(problem("/a") == "this URL is relative, and there is no `base_url` under `http:`");
    CHECK(problem("\"/a/${{ 1 }}\"") == "this URL is relative, and there is no `base_url` under `http:`");
    CHECK(problem("/a", "http: { base_url: \"http://h\" }\n") == "none");
}

TEST_CASE("a literal method is a token") {
    CHECK(option_problem("method: \"G T\"") ==
          "\"method\" is a method such as GET or POST, found string \"G T\"");
    CHECK(option_problem("method: PURGE") == "none");
}

TEST_CASE("a request has one body") {
    CHECK(option_problem("json: 1, form: { a: 1 }") ==
          "a request has one body, found both \"json\" and \"form\"");
    CHECK(option_problem("json: 1, form: ~") == "none");
}

TEST_CASE("auth is one of its forms, with what the form needs") {
    CHECK(option_problem("auth: { basic: { user: u } }") == "\"auth.basic\" needs the key \"password\"");
    CHECK(option_problem("auth: { bearer: t, basic: { user: u, password: p } }") ==
          "\"auth\" needs one of basic, digest and bearer");
    CHECK(option_problem("auth: token").substr(0, 13) == "\"auth\" is a m");
    CHECK(option_problem("auth: { basic: { user: \"${{ 1 }}\", password: \"${{ 2 }}\" } }") == "none");
}

TEST_CASE("literal values are checked as far as they are known") {
    CHECK(option_problem("timeout: soon").substr(0, 23) == "\"timeout\" is a duration");
    CHECK(option_problem("max_body: many").substr(0, 20) == "\"max_body\" is a size");
    CHECK(option_problem("max_body: 64MiB") == "none");
    CHECK(option_problem("cookies: \"yes\"") == "\"cookies\" is true or false, found string \"yes\"");
    CHECK(option_problem("http_version: 3").substr(0, 17) == "\"http_version\" is");
    CHECK(option_problem("max_redirects: -1") == "\"max_redirects\" is an int of at least 0, found int -1");
    CHECK(option_problem("redirect_headers: kep").find("did you mean \"keep\"?") != std::string::npos);
    CHECK(option_problem("allow: [link_lokal]").find("did you mean \"link_local\"?") != std::string::npos);
    CHECK(option_problem("tls: { min_version: 9 }").substr(0, 20) == "\"tls.min_version\" is");
    CHECK(option_problem("sha256: abc").substr(0, 20) == "\"sha256\" is a digest");
    CHECK(option_problem("headers: [a]").substr(0, 18) == "\"headers\" is a map");
    CHECK(option_problem("headers: { A: { b: 1 } }").substr(0, 19) == "\"headers.A\" is text");
    CHECK(option_problem("expect: [2xx, 7xx]").substr(0, 14) == "\"expect[1]\" is");
    CHECK(option_problem("expect: 20").substr(0, 11) == "\"expect\" is");
    CHECK(option_problem("body: { a: 1 }").substr(0, 14) == "\"body\" is text");
    CHECK(option_problem("multipart: { a: { fiel: x } }").find("did you mean \"file\"?") !=
          std::string::npos);
}

TEST_CASE("a problem inside of an option is shown where it stands") {
    FetchWorld world;
    CHECK_FALSE(world.check(
        "main:\n  - fetch:\n      url: http://h/\n      auth:\n        basic:\n          user: u\n"
        "          password: [1]\n"));
    CHECK(world.diagnostics.find("test.yaml:7:21: error: \"auth.basic.password\" is text") !=
          std::string::npos);
}

TEST_CASE("http has the same options, and its own") {
    CHECK(problem("http://h/", "http: { tiemout: 1 }\n").find("did you mean \"timeout\"?") !=
          std::string::npos);
    CHECK(problem("http://h/", "http: { url: \"http://h/\" }\n").find("http has no key \"url\"") == 0);
    CHECK(problem("{ url: \"http://h/\", base_url: \"http://h\" }").find("fetch has no key \"base_url\"") ==
          0);
    CHECK(
        problem("http://h/", "http: { limits: { conections: 5 } }\n").find("did you mean \"connections\"?") !=
        std::string::npos);
    CHECK(problem("http://h/", "http: { limits: { per_host: 0 } }\n") ==
          "\"limits.per_host\" is an int of at least 1, found int 0");
    CHECK(problem("http://h/", "http: { timeout: soon }\n").substr(0, 23) == "\"timeout\" is a duration");
    CHECK(problem("http://h/", "http: 5\n") == "\"http\" is a map, found an int");
}

TEST_CASE("stream needs a queue, and stands alone") {
    std::string jobs = "shared: { jobs: { queue: {} }, gate: lock }\n";
    CHECK(option_problem("stream: lines, into: jobs", jobs) == "none");
    CHECK(option_problem("stream: lines", jobs) == "\"stream\" needs the key \"into\"");
    CHECK(option_problem("into: jobs", jobs) == "\"into\" needs the key \"stream\"");
    CHECK(option_problem("stream: lins, into: jobs", jobs).find("did you mean \"lines\"?") !=
          std::string::npos);
    CHECK(option_problem("stream: lines, into: gate", jobs).find("expected a queue") != std::string::npos);
    CHECK(option_problem("stream: lines, into: jobs, save: /f", jobs) ==
          "\"save\" has no meaning together with \"stream\"");
}

TEST_CASE("the response to a HEAD cannot be saved") {
    CHECK(option_problem("method: head, save: /f") == "the response to a HEAD has no body to save");
    CHECK(option_problem("method: HEAD") == "none");
    CHECK(option_problem("method: HEAD, save: ~") == "none");
}

TEST_CASE("paginate names what it needs") {
    CHECK(option_problem("paginate: { items: response.json }") == "paginate needs the key \"next\"");
    CHECK(option_problem("paginate: { next: link_header, limit: 0 }") ==
          "\"limit\" of paginate is at least 1, found 0");
    CHECK(option_problem("paginate: { next: \"response.json.(\" }") != "none");
    CHECK(option_problem("paginate: { next: \"other.json\" }") != "none");
    CHECK(option_problem("paginate: link_header") == "\"paginate\" is a map, found a string");
}
