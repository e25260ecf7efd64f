// Cancelling at every phase: the transfer is over at once, and leaves neither descriptor nor file.
#include <arpa/inet.h>
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/http/client_fixture.hpp"
#include "tests/http/temporary_folder.hpp"

namespace aiorun::http {
namespace {

using runtime::Completion;
using runtime::Coro;
using std::chrono::milliseconds;

size_t open_descriptors() {
    size_t count = 0;
    DIR* folder = opendir("/proc/self/fd");
    while (readdir(folder) != nullptr) {
        ++count;
    }
    closedir(folder);
    return count;
}

class Delay final : public runtime::Waiter, private runtime::Timer {
  public:
    Delay(runtime::Loop& loop, Duration duration) : Waiter(*loop.current()) {
        loop.set_timer(*this, loop.now() + duration);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override { return {}; }

  private:
    void run() override { wake(); }
};

Coro<Completion> cancel_after(runtime::Loop& loop, runtime::TaskReference task, Duration delay) {
    Delay wait(loop, delay);
    if (co_await wait == runtime::Wakeup::normal) {
        task->cancel();
    }
    co_return Completion();
}

/// Cancels a fetch after a while; gives how it ended, and checks that it ended at once.
ClientFixture::Outcome cancelled_fetch(ClientFixture& fixture, Request request, Duration delay) {
    ClientFixture::Outcome outcome;
    auto begin = std::chrono::steady_clock::now();
    runtime::TaskReference task = fixture.start_fetch(std::move(request), outcome);
    fixture.start(cancel_after(fixture.loop(), task, delay));
    fixture.run();
    CHECK(std::chrono::steady_clock::now() - begin < delay + milliseconds(200));
    return outcome;
}

TEST_CASE("a fetch that is cut off tells how far it came") {
    ClientFixture fixture;
    auto stage_of = [&](Request request) {
        auto outcome = cancelled_fetch(fixture, std::move(request), milliseconds(100));
        REQUIRE_FALSE(outcome);
        return course_of(outcome.error()).stage;
    };
    CHECK(stage_of({.url = server_url("/fault/hang")}) == Course::Stage::wait);
    CHECK(stage_of({.url = server_url("/fault/hang-in-body")}) == Course::Stage::receive);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // which takes connections, and says nothing
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener, 5) == 0);
    REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    CHECK(stage_of({.url = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/"}) == Course::Stage::tls);
    close(listener);
    auto outcome = fixture.fetch({.url = std::string(dead_url)});
    REQUIRE_FALSE(outcome);
    CHECK(course_of(outcome.error()).stage == Course::Stage::connect);
}

TEST_CASE("a fetch is cancelled at once in every phase") {
    size_t before = open_descriptors();
    {
        ClientFixture fixture;
        for (const char* path : {"/fault/hang", "/fault/hang-in-headers", "/fault/hang-in-body",
                                 "/delay/5000", "/drip?count=1000&delay=10", "/fault/endless-body"}) {
            for (int delay : {0, 1, 30}) {
                auto outcome = cancelled_fetch(fixture, {.url = server_url(path)}, milliseconds(delay));
                CAPTURE(path, delay);
                REQUIRE_FALSE(outcome);
                CHECK(outcome.error().kind == FailureKind::cancelled);
            }
        }
        CHECK(fixture.client().counters().open == 0);
        CHECK(body_of(fixture.get("/")) == "hello\n");
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("a fetch that is cancelled while its name is resolved does not wait for the resolver") {
    ClientFixture fixture;
    auto outcome = cancelled_fetch(fixture, {.url = "http://slow.name.invalid/"}, Duration(0));
    REQUIRE_FALSE(outcome);
}

TEST_CASE("a cancelled save leaves the old file and nothing else") {
    TemporaryFolder folder;
    folder.write("out", "old");
    ClientFixture fixture;
    auto outcome = cancelled_fetch(
        fixture, {.url = server_url("/drip?count=1000&delay=5"), .save = Save{.path = folder.path("out")}},
        milliseconds(50));
    REQUIRE_FALSE(outcome);
    CHECK(folder.read("out") == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("the server sees that a cancelled transfer is gone") {
    ClientFixture fixture;
    (void)cancelled_fetch(fixture, {.url = server_url("/fault/hang")}, milliseconds(30));
    usleep(20'000);
    ClientFixture other;
    CHECK(body_of(other.get("/stats")).find("\"current\":1,") != std::string::npos);
}

TEST_CASE("a fetch that waits for its turn is cancelled without disturbing the others") {
    ClientFixture fixture({.max_connections = 1});
    ClientFixture::Outcome first;
    ClientFixture::Outcome second;
    ClientFixture::Outcome third;
    fixture.start_fetch({.url = server_url("/delay/100")}, first);
    runtime::TaskReference waiting = fixture.start_fetch({.url = server_url("/")}, second);
    fixture.start_fetch({.url = server_url("/")}, third);
    fixture.start(cancel_after(fixture.loop(), waiting, milliseconds(30)));
    fixture.run();
    CHECK(body_of(first) == "delayed\n");
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == FailureKind::cancelled);
    CHECK(body_of(third) == "hello\n");
}

TEST_CASE("a turn that was given and then cancelled goes to the next") {
    ClientFixture fixture({.max_connections = 1});
    ClientFixture::Outcome first;
    ClientFixture::Outcome second;
    ClientFixture::Outcome third;
    fixture.start_fetch({.url = server_url("/delay/50")}, first);
    runtime::TaskReference waiting = fixture.start_fetch({.url = server_url("/fault/hang")}, second);
    fixture.start_fetch({.url = server_url("/")}, third);
    // The second is cancelled in the very turn in which the first one's end gives it its turn, or right
    // after.
    fixture.start(cancel_after(fixture.loop(), waiting, milliseconds(60)));
    fixture.run();
    CHECK_FALSE(second);
    CHECK(body_of(third) == "hello\n");
}

TEST_CASE("ten thousand bad and good transfers leave no descriptor open") {
    size_t before = open_descriptors();
    {
        ClientFixture fixture({.max_connections = 200});
        const std::vector<const char*> paths{
            "/",           "/fault/reset", "/fault/truncated", "/status/500",           "/fault/garbage",
            "/redirect/2", "/fault/close", "/encoded/gzip",    "/fault/truncated-gzip", "/bytes/20000"};
        std::vector<ClientFixture::Outcome> outcomes(10'000);
        for (size_t i = 0; i < outcomes.size(); ++i) {
            fixture.start_fetch({.url = server_url(paths[i % paths.size()])}, outcomes[i]);
        }
        fixture.run();
        size_t good = 0;
        for (const auto& outcome : outcomes) {
            good += outcome.has_value() ? 1 : 0;
        }
        CHECK(good == 5000);
        CHECK(fixture.client().counters().open == 0);
        CHECK(fixture.client().counters().queued == 0);
    }
    CHECK(open_descriptors() == before);
}

}  // namespace
}  // namespace aiorun::http
