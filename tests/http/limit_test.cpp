// Limits that are the client's own: connections, origins, descriptors; and thousands at once.
#include <sys/resource.h>

#include "tests/http/client_fixture.hpp"
#include "tests/http/echo.hpp"

namespace aiorun::http {
namespace {

using std::chrono::milliseconds;
using Outcomes = std::vector<ClientFixture::Outcome>;

/// Fetches all at once; gives how long it took.
Duration fetch_all(ClientFixture& fixture, Outcomes& outcomes, const std::string& url) {
    for (auto& outcome : outcomes) {
        fixture.start_fetch({.url = url}, outcome);
    }
    auto begin = std::chrono::steady_clock::now();
    fixture.run();
    return std::chrono::steady_clock::now() - begin;
}

size_t succeeded(const Outcomes& outcomes) {
    size_t count = 0;
    for (const auto& outcome : outcomes) {
        if (outcome && outcome->status == 200) {
            ++count;
        } else if (!outcome) {
            UNSCOPED_INFO(outcome.error().message);
        }
    }
    return count;
}

TEST_CASE("no more connections are open than the limit says, and the rest follow in order") {
    test_server::ServerFixture server;
    ClientFixture fixture({.max_connections = 5});
    Outcomes outcomes(50);
    Duration took = fetch_all(fixture, outcomes, server.url("/delay/20"));
    CHECK(succeeded(outcomes) == 50);
    CHECK(took >= milliseconds(200));
    auto stats = fixture.fetch({.url = server.url("/stats")});
    CHECK(body_of(stats).find("\"peak\":5,") != std::string::npos);
    CHECK(body_of(stats).find("\"accepted\":5,") != std::string::npos);
}

TEST_CASE("the limit for each host holds up only that host") {
    test_server::ServerFixture slow;
    ClientFixture fixture({.per_host = 2});
    Outcomes outcomes(6);
    ClientFixture::Outcome other;
    for (auto& outcome : outcomes) {
        fixture.start_fetch({.url = slow.url("/delay/100")}, outcome);
    }
    fixture.start_fetch({.url = server_url("/")}, other);
    auto begin = std::chrono::steady_clock::now();
    fixture.run();
    CHECK(std::chrono::steady_clock::now() - begin >= milliseconds(300));
    CHECK(succeeded(outcomes) == 6);
    REQUIRE(other);
    CHECK(other->timings.total < milliseconds(100));
    CHECK(body_of(fixture.fetch({.url = slow.url("/stats")})).find("\"peak\":2,") != std::string::npos);
}

TEST_CASE("a transfer that waits for its turn does not use up its timeout") {
    ClientFixture fixture({.max_connections = 1});
    Outcomes outcomes(5);
    for (auto& outcome : outcomes) {
        fixture.start_fetch({.url = server_url("/delay/100"), .timeout = milliseconds(250)}, outcome);
    }
    fixture.run();
    CHECK(succeeded(outcomes) == 5);
}

TEST_CASE("a redirect to another origin counts there") {
    ClientFixture fixture({.per_host = 1});
    std::string target = "http://localhost:" + std::to_string(shared_server().port()) + "/delay/30";
    std::string url = server_url("/redirect-to?url=" + percent_encode(target));
    Outcomes outcomes(5);
    (void)fetch_all(fixture, outcomes, url);
    CHECK(succeeded(outcomes) == 5);
    CHECK(fixture.client().counters().open == 0);
}

TEST_CASE("ten thousand fetches from a slow server end within seconds, with connections for all") {
    ClientFixture fixture({.max_connections = 10'000});
    Outcomes outcomes(10'000);
    Duration took = fetch_all(fixture, outcomes, server_url("/delay/200"));
    CHECK(succeeded(outcomes) == 10'000);
    CHECK(took < std::chrono::seconds(90));  // a few on a machine at rest
}

TEST_CASE("ten thousand fetches from a slow server end within seconds, with connections for some") {
    ClientFixture fixture({.max_connections = 1000});
    Outcomes outcomes(10'000);
    Duration took = fetch_all(fixture, outcomes, server_url("/delay/200"));
    CHECK(succeeded(outcomes) == 10'000);
    CHECK(took < std::chrono::seconds(90));  // a few on a machine at rest
}

/// Lowers the limit of open files while it lives.
class FewDescriptors {
  public:
    explicit FewDescriptors(rlim_t count) {
        getrlimit(RLIMIT_NOFILE, &before_);
        rlimit lower{.rlim_cur = count, .rlim_max = before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &lower);
    }
    ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

  private:
    rlimit before_{};
};

TEST_CASE("too many open files make transfers wait, not fail") {
    ClientFixture fixture({.max_connections = 2000});
    REQUIRE(fixture.get("/"));  // the limit is raised at the first transfer
    FewDescriptors few(100);
    Outcomes outcomes(1000);
    (void)fetch_all(fixture, outcomes, server_url("/delay/20"));
    CHECK(succeeded(outcomes) == 1000);
}

// UBSan looks at an object's type by way of a pipe, which needs descriptors itself.
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define AIORUN_SANITIZED
#endif
#endif
#if !defined(__SANITIZE_ADDRESS__) && !defined(AIORUN_SANITIZED)
TEST_CASE("without a single descriptor a transfer waits, and says in the end what to do") {
    ClientFixture fixture;
    REQUIRE(fixture.get("/"));
    FewDescriptors few(3);
    ClientFixture::Outcome outcome;
    outcome = fixture.fetch(
        {.url = shared_server().url("/").replace(7, 9, "localhost"), .connect_timeout = milliseconds(200)});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK(outcome.error().message.find("ulimit -n") != std::string::npos);
}
#endif

TEST_CASE("connections are found again when many origins were busy") {
    ClientFixture fixture;
    Outcomes outcomes(300);
    (void)fetch_all(fixture, outcomes, server_url("/delay/10"));
    CHECK(succeeded(outcomes) == 300);
    test_server::ServerFixture server;
    Outcomes again(300);
    (void)fetch_all(fixture, again, server.url("/delay/10"));
    Outcomes more(300);
    (void)fetch_all(fixture, more, server.url("/delay/10"));
    CHECK(succeeded(more) == 300);
    auto stats = body_of(fixture.fetch({.url = server.url("/stats")}));
    CAPTURE(stats);
    CHECK(stats.find("\"accepted\":300,") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::http
