// Pages that are followed.
#include "tests/steps/fetch_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using test::FetchWorld;
using test::fields_text;
using test::respond;

namespace {

/// Pages by their URL.
struct Pages {
    FetchWorld transfers{};
    explicit Pages(std::map<std::string, http::Response> pages) {
        transfers.answer = [pages = std::move(pages)](const http::Request& request) -> test::Answer {
            auto found = pages.find(request.url);
            return found == pages.end() ? respond(404, "") : found->second;
        };
    }
    std::string paginate(const std::string& options, const std::string& more = "") {
        transfers.requests.clear();
        return transfers.outcome_of("fetch: { url: \"http://h/p\", paginate: " + options + more + " }");
    }
};

Pages by_link() {
    return Pages({{"http://h/p", respond(200, "[1,2]", {{"link", "</p?page=2>; rel=next"}})},
                  {"http://h/p?page=2", respond(200, "[3]", {{"link", "<?page=3>; rel=\"next\""}})},
                  {"http://h/p?page=3", respond(200, "[4,5]", {{"link", "</p>; rel=first"}})}});
}

Pages by_json() {
    return Pages({{"http://h/p", respond(200, R"({"items":[1],"next":"/q"})")},
                  {"http://h/q", respond(200, R"({"items":[2],"next":"http://h/r"})")},
                  {"http://h/r", respond(200, R"({"items":[3],"next":null})")}});
}

}  // namespace

TEST_CASE("pages are followed by the Link header and their lists are joined") {
    Pages world = by_link();
    CHECK(world.paginate("{ next: link_header }") == "[1,2,3,4,5]");
    CHECK(world.transfers.requests.size() == 3);
}

TEST_CASE("pages are followed by an expression over the page at hand") {
    Pages world = by_json();
    CHECK(world.paginate("{ next: response.json.next, items: response.json.items }") == "[1,2,3]");
    CHECK(world.paginate("{ next: \"${{ response.json.next }}\", items: \"${{ response.json.items }}\" }") ==
          "[1,2,3]");
    CHECK(world.paginate("{ next: \"http://h${{ response.json.?next.orValue(\\\"\\\") }}\", "
                         "items: response.json.items, limit: 1 }") == "[1]");
}

TEST_CASE("the items are what an expression makes of the page") {
    Pages world = by_json();
    CHECK(world.paginate("{ next: response.json.next, items: \"response.json.items.map(i, i * 10)\" }") ==
          "[10,20,30]");
}

TEST_CASE("limit bounds the pages") {
    Pages world = by_link();
    CHECK(world.paginate("{ next: link_header, limit: 2 }") == "[1,2,3]");
    CHECK(world.transfers.requests.size() == 2);
}

TEST_CASE("an empty text, null, false and no optional end the pages") {
    for (const char* next : {"\"''\"", "\"null\"", "\"false\"", "\"response.json.?nothing\""}) {
        Pages world = by_json();
        CAPTURE(next);
        CHECK(world.paginate("{ next: " + std::string(next) + ", items: response.json.items }") == "[1]");
    }
}

TEST_CASE("a page that leads to one that was fetched is a ValueError") {
    Pages world({{"http://h/p", respond(200, "[1]", {{"link", "</q>; rel=next"}})},
                 {"http://h/q", respond(200, "[1]", {{"link", "</p>; rel=next"}})}});
    CHECK(world.paginate("{ next: link_header }").substr(0, 64) ==
          "ValueError: GET http://h/p: the pages go round in a circle, this");
    CHECK(world.transfers.requests.size() == 2);
}

TEST_CASE("a page with an unexpected status raises its error") {
    Pages world({{"http://h/p", respond(200, "[1]", {{"link", "</q>; rel=next"}})}});
    CHECK(world.paginate("{ next: link_header }") == "HTTPError: GET http://h/q: status 404 Not Found");
}

TEST_CASE("a page whose items are no list is a ValueError") {
    Pages world({{"http://h/p", respond(200, "{}")}});
    CHECK(world.paginate("{ next: link_header }") ==
          "ValueError: GET http://h/p: \"items\" of paginate is a list, found map on this page");
    Pages text({{"http://h/p", respond(200, "no JSON")}});
    CHECK(text.paginate("{ next: link_header }").substr(0, 47) ==
          "ValueError: the body of http://h/p is not JSON:");
    Pages number({{"http://h/p", respond(200, "[1]")}});
    CHECK(number.paginate("{ next: \"5\" }") ==
          "ValueError: \"next\" of paginate is the URL of the next page or null, found int 5");
}

TEST_CASE("headers and credentials go along to the same origin only") {
    auto pages = [](const std::string& next) {
        return Pages({{"http://h/p", respond(200, "[1]", {{"link", "<" + next + ">; rel=next"}})},
                      {next, respond(200, "[2]")}});
    };
    const std::string more = ", headers: { X: 1 }, auth: { bearer: t }, query: { a: 1 }";
    Pages same = pages("http://h/q");
    CHECK(same.paginate("{ next: link_header }", more) == "[1,2]");
    CHECK(fields_text(same.transfers.requests[1].headers) == "X=1");
    CHECK(std::holds_alternative<http::BearerAuth>(same.transfers.requests[1].auth));
    CHECK(same.transfers.requests[1].query.empty());

    Pages other = pages("http://h:81/q");
    CHECK(other.paginate("{ next: link_header }", more) == "[1,2]");
    CHECK(other.transfers.requests[1].headers.empty());
    CHECK(std::holds_alternative<std::monostate>(other.transfers.requests[1].auth));

    Pages kept = pages("http://other/q");
    CHECK(kept.paginate("{ next: link_header }", more + ", redirect_headers: keep") == "[1,2]");
    CHECK(fields_text(kept.transfers.requests[1].headers) == "X=1");
}

TEST_CASE("a client certificate goes along to the same origin only, the CA to every one") {
    auto second = [](const std::string& next, const std::string& more) {
        Pages pages({{"https://h/p", respond(200, "[1]", {{"link", "<" + next + ">; rel=next"}})},
                     {next, respond(200, "[2]")}});
        CHECK(pages.transfers.outcome_of("fetch: { url: \"https://h/p\", paginate: { next: link_header }, tls: { ca: a, "
                                         "cert: c, key: k }" +
                                         more + " }") == "[1,2]");
        const http::Tls& tls = pages.transfers.requests.at(1).tls;
        return tls.ca + "," + tls.certificate + "," + tls.key;
    };
    CHECK(second("https://h/q", "") == "a,c,k");
    CHECK(second("https://h:8443/q", "") == "a,,");
    CHECK(second("https://other/q", ", redirect_headers: keep") == "a,c,k");
}

TEST_CASE("pages never go from https to http") {
    FetchWorld world;
    world.answer = [](const http::Request&) {
        return respond(200, "[1]", {{"link", "<http://h/q>; rel=next"}});
    };
    CHECK(world.outcome_of("fetch: { url: \"https://h/p\", paginate: { next: link_header } }")
              .find("is http://h/q, which is refused: it is not encrypted") != std::string::npos);
}

TEST_CASE("paginate may be a default") {
    Pages world = by_link();
    CHECK(
        world.transfers.outcome("http: { paginate: { next: link_header } }\nmain:\n  - fetch: http://h/p\n    as: all\n"
                      "  - fetch: { url: \"http://h/p\", paginate: ~ }\n    as: one\n"
                      "  - return: ${{ [all, one.json] }}\n") == "[[1,2,3,4,5],[1,2]]");
}
