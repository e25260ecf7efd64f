#include "effects/mocked_answer.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::effects {
namespace {

http::Request request_to(std::string url, std::string method = "POST") {
    http::Request request;
    request.url = std::move(url);
    request.method = std::move(method);
    request.body = http::TextBody{};
    return request;
}

TEST_CASE("a redirect leads on when it is followed and says where to") {
    http::Request request = request_to("http://h/a");
    MockAnswer answer{.status = 302, .headers = {{"location", "/b"}}};
    CHECK(location_of(request, answer) == "/b");
    answer.status = 200;
    CHECK(location_of(request, answer).empty());
    answer.status = 302;
    request.redirects.follow = false;
    CHECK(location_of(request, answer).empty());
}

TEST_CASE("a POST becomes a GET, but not where the status keeps the method") {
    http::Request moved = request_to("http://h/a");
    CHECK_FALSE(redirect(moved, 301, "/b?x=1").has_value());
    CHECK(moved.method == "GET");
    CHECK(moved.url.ends_with("/b?x=1"));
    http::Request kept = request_to("http://h/a");
    CHECK_FALSE(redirect(kept, 308, "http://other/").has_value());
    CHECK(kept.method == "POST");
}

TEST_CASE("a redirect from https to http is refused") {
    http::Request request = request_to("https://h/a");
    auto failure = redirect(request, 301, "http://h/a");
    REQUIRE(failure.has_value());
    CHECK(failure->kind == http::FailureKind::value);
}

TEST_CASE("a body that is too large or has another digest is refused") {
    http::Request request = request_to("http://h/a", "GET");
    MockAnswer answer{.body = "abc"};
    CHECK_FALSE(check_body(request, answer).has_value());
    request.max_body = 2;
    CHECK(check_body(request, answer).has_value());
    request.max_body = 3;
    request.save = http::Save{.path = "x", .sha256 = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"};
    CHECK_FALSE(check_body(request, answer).has_value());
    answer.body = "abd";
    CHECK(check_body(request, answer).has_value());
}

}  // namespace
}  // namespace aiorun::effects
