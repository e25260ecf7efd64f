#include "runtime/signals.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aiorun::runtime;
using namespace std::chrono_literals;

namespace {

struct Recorder final : SignalHandler {
    void on_signal(int number) override { seen.push_back(number); }
    std::vector<int> seen;
};

constexpr std::array<int, 3> watched{SIGINT, SIGTERM, SIGUSR1};

}  // namespace

TEST_CASE("signals are told from the reactor, each one, in the order in which they came") {
    Reactor reactor;
    Recorder handler;
    Signals signals(reactor, handler, watched);
    CHECK_FALSE(Signals::pending());
    for (int number : {SIGTERM, SIGINT, SIGINT, SIGUSR1}) {
        raise(number);
    }
    CHECK(handler.seen.empty());
    CHECK(Signals::pending());
    reactor.poll(std::nullopt);
    CHECK(handler.seen == std::vector{SIGTERM, SIGINT, SIGINT, SIGUSR1});
    CHECK_FALSE(Signals::pending());
}

TEST_CASE("signals that are closed tell of what came, and leave what comes later to who was there before") {
    Reactor reactor;
    Recorder handler;
    struct sigaction ignored {};
    struct sigaction former {};
    ignored.sa_handler = SIG_IGN;
    sigaction(SIGUSR1, &ignored, &former);
    Signals signals(reactor, handler, watched);
    raise(SIGTERM);
    signals.close();
    CHECK(handler.seen == std::vector{SIGTERM});
    raise(SIGUSR1);
    signals.deliver();
    CHECK(handler.seen == std::vector{SIGTERM});
    sigaction(SIGUSR1, &former, nullptr);
}

TEST_CASE("a signal ends the reactor's wait") {
    Reactor reactor;
    Recorder handler;
    Signals signals(reactor, handler, watched);
    pid_t helper = fork();
    if (helper == 0) {
        kill(getppid(), SIGINT);
        _exit(0);
    }
    while (handler.seen.empty()) {
        reactor.poll(std::nullopt);
    }
    CHECK(handler.seen == std::vector{SIGINT});
    waitpid(helper, nullptr, 0);
}

TEST_CASE("a loop that never comes back to the reactor can ask and have signals delivered") {
    Reactor reactor;
    Recorder handler;
    Signals signals(reactor, handler, watched);
    signals.deliver();
    CHECK(handler.seen.empty());
    raise(SIGINT);
    REQUIRE(Signals::pending());
    signals.deliver();
    CHECK(handler.seen == std::vector{SIGINT});
    reactor.poll(0ns);
    CHECK(handler.seen.size() == 1);  // not a second time
}

TEST_CASE("a signal that comes while others are delivered is delivered too") {
    Reactor reactor;
    struct Raising final : SignalHandler {
        void on_signal(int number) override {
            seen.push_back(number);
            if (number == SIGINT) {
                raise(SIGTERM);
            }
        }
        std::vector<int> seen;
    } handler;
    Signals signals(reactor, handler, watched);
    raise(SIGINT);
    reactor.poll(0ns);
    reactor.poll(0ns);
    CHECK(handler.seen == std::vector{SIGINT, SIGTERM});
}

TEST_CASE("what was done with a signal before is done with it after") {
    auto action_of = [](int number) {
        struct sigaction action{};
        sigaction(number, nullptr, &action);
        return action.sa_handler;
    };
    signal(SIGUSR1, SIG_IGN);
    auto former = action_of(SIGTERM);
    {
        Reactor reactor;
        Recorder handler;
        Signals signals(reactor, handler, std::array{SIGUSR1, SIGTERM});
        CHECK(action_of(SIGUSR1) != SIG_IGN);
        CHECK(action_of(SIGTERM) != former);
        raise(SIGUSR1);
    }
    CHECK(action_of(SIGUSR1) == SIG_IGN);
    CHECK(action_of(SIGTERM) == former);
    CHECK_FALSE(Signals::pending());  // what was not delivered is forgotten
    signal(SIGUSR1, SIG_DFL);
}

TEST_CASE("a flood of signals blocks nobody, and later ones are told") {
    Reactor reactor;
    Recorder handler;
    Signals signals(reactor, handler, watched);
    for (int i = 0; i < 100'000; ++i) {  // more than the pipe holds
        raise(SIGUSR1);
    }
    signals.deliver();
    CHECK(handler.seen.size() >= 4096);
    raise(SIGINT);
    signals.deliver();
    CHECK(handler.seen.back() == SIGINT);
}

TEST_CASE("writing to a pipe that nobody reads is an error when broken pipes are ignored") {
    ignore_broken_pipes();
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    close(ends[0]);
    CHECK(write(ends[1], "x", 1) == -1);
    CHECK(errno == EPIPE);
    close(ends[1]);
}
