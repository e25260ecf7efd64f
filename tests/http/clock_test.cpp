// Transfers under the virtual clock, and in a process that is killed.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/http/client_fixture.hpp"
#include "tests/http/temporary_folder.hpp"

namespace aiorun::http {
namespace {

using runtime::Completion;
using runtime::Coro;
using std::chrono::milliseconds;

class Sleep final : public runtime::Waiter, private runtime::Timer {
  public:
    Sleep(runtime::Loop& loop, Duration duration) : Waiter(*loop.current()) {
        loop.set_timer(*this, loop.now() + duration);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override { return {}; }

  private:
    void run() override { wake(); }
};

struct Seen {
    Duration real{0};
    Duration virtual_time{0};
    Result<Response> outcome{};
};

Coro<Completion> fetch_then_sleep(runtime::Loop& loop, Client& client, Request request, Seen& seen) {
    auto begin = std::chrono::steady_clock::now();
    seen.outcome = co_await client.fetch(std::move(request));
    seen.virtual_time = loop.now();
    Sleep sleep(loop, std::chrono::hours(1));
    if (co_await sleep == runtime::Wakeup::cancelled) {
        co_return Completion::cancelled();
    }
    seen.real = std::chrono::steady_clock::now() - begin;
    loop.stop();
    co_return Completion();
}

Seen run_virtually(Request request) {
    runtime::VirtualClock clock;
    runtime::Loop loop(clock);
    Client client(loop, {});
    Seen seen;
    runtime::TaskStart start;
    start.body = fetch_then_sleep(loop, client, std::move(request), seen);
    auto task = runtime::Task::create(loop, std::move(start));
    CHECK(loop.run() == runtime::LoopEnd::stopped);
    return seen;
}

TEST_CASE("while a transfer is under way virtual time passes as real time does, then it jumps") {
    Seen seen = run_virtually({.url = server_url("/delay/100")});
    CHECK(body_of(seen.outcome) == "delayed\n");
    CHECK(seen.virtual_time >= milliseconds(95));
    CHECK(seen.virtual_time < std::chrono::seconds(5));
    CHECK(seen.real < std::chrono::seconds(10));
}

TEST_CASE("timeouts of transfers are real under the virtual clock") {
    Seen seen = run_virtually({.url = server_url("/fault/hang"), .timeout = milliseconds(200)});
    REQUIRE_FALSE(seen.outcome);
    CHECK(seen.outcome.error().kind == FailureKind::timeout);
    CHECK(seen.real >= milliseconds(200));
    CHECK(seen.real < std::chrono::seconds(10));
}

TEST_CASE("a client at rest holds up neither a deadlock nor the clock") {
    runtime::VirtualClock clock;
    runtime::Loop loop(clock);
    Client client(loop, {});
    Seen seen;
    runtime::TaskStart start;
    start.body = fetch_then_sleep(loop, client, {.url = server_url("/")}, seen);
    auto task = runtime::Task::create(loop, std::move(start));
    CHECK(loop.run() == runtime::LoopEnd::stopped);
    Duration before = loop.now();
    CHECK(loop.run() == runtime::LoopEnd::deadlock);
    CHECK(loop.now() == before);
}

TEST_CASE("a process that is killed in the middle of a save leaves nothing") {
    TemporaryFolder folder;
    folder.write("out", "old");
    std::string url = server_url("/drip?count=1000&delay=5");
    pid_t child = fork();
    if (child == 0) {
        ClientFixture fixture;
        auto outcome = fixture.fetch({.url = url, .save = Save{.path = folder.path("out")}});
        _exit(outcome ? 0 : 1);
    }
    usleep(400'000);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(folder.read("out") == "old");
    CHECK(folder.count() == 1);
}

}  // namespace
}  // namespace aiorun::http
