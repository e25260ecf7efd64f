#include "runtime/reactor.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aiorun::runtime;
using namespace std::chrono_literals;

namespace {

struct Pipe {
    Pipe() { REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0); }
    ~Pipe() {
        close(ends[0]);
        close_writing();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void put(char byte) const { REQUIRE(write(ends[1], &byte, 1) == 1); }
    [[nodiscard]] char take() const {
        char byte = 0;
        REQUIRE(read(ends[0], &byte, 1) == 1);
        return byte;
    }
    void close_writing() {
        if (ends[1] >= 0) {
            close(ends[1]);
            ends[1] = -1;
        }
    }
    std::array<int, 2> ends{};
};

struct Recorder final : IoHandler {
    void on_io(uint32_t events) override {
        seen.push_back(events);
        if (react) {
            react();
        }
    }
    std::vector<uint32_t> seen;
    std::function<void()> react;
};

}  // namespace

TEST_CASE("a handler is told what its descriptor is ready for") {
    Reactor reactor;
    Pipe pipe;
    Recorder reading;
    Recorder writing;
    REQUIRE(reactor.add(pipe.ends[0], EPOLLIN, reading));
    REQUIRE(reactor.add(pipe.ends[1], EPOLLOUT, writing));
    reactor.poll(0ns);
    CHECK(reading.seen.empty());
    CHECK(writing.seen == std::vector<uint32_t>{EPOLLOUT});
    pipe.put('x');
    reactor.poll(0ns);
    CHECK(reading.seen == std::vector<uint32_t>{EPOLLIN});
    CHECK(pipe.take() == 'x');
    reactor.remove(pipe.ends[1], writing);
    pipe.close_writing();
    reactor.poll(0ns);
    CHECK(reading.seen.back() == EPOLLHUP);
    reactor.remove(pipe.ends[0], reading);
}

TEST_CASE("what is not taken is told again") {
    Reactor reactor;
    Pipe pipe;
    Recorder reading;
    REQUIRE(reactor.add(pipe.ends[0], EPOLLIN, reading));
    pipe.put('x');
    reactor.poll(0ns);
    reactor.poll(0ns);
    CHECK(reading.seen.size() == 2);
    reactor.remove(pipe.ends[0], reading);
}

TEST_CASE("a handler is told only of the events it last asked for") {
    Reactor reactor;
    Pipe pipe;
    Recorder first;
    Recorder second;
    pipe.put('x');
    REQUIRE(reactor.add(pipe.ends[0], EPOLLIN, first));
    REQUIRE(reactor.modify(pipe.ends[0], 0, first));
    reactor.poll(0ns);
    CHECK(first.seen.empty());
    REQUIRE(reactor.modify(pipe.ends[0], EPOLLIN, second));
    reactor.poll(0ns);
    CHECK(first.seen.empty());
    CHECK(second.seen.size() == 1);
    reactor.remove(pipe.ends[0], second);
}

TEST_CASE("a handler that is removed is not called, not even for events of the same poll") {
    Reactor reactor;
    Pipe one;
    Pipe two;
    Recorder first;
    Recorder second;
    one.put('x');
    two.put('x');
    // Whichever comes first takes the other one out.
    first.react = [&] { reactor.remove(two.ends[0], second); };
    second.react = [&] { reactor.remove(one.ends[0], first); };
    REQUIRE(reactor.add(one.ends[0], EPOLLIN, first));
    REQUIRE(reactor.add(two.ends[0], EPOLLIN, second));
    reactor.poll(0ns);
    CHECK(first.seen.size() + second.seen.size() == 1);
    first.react = second.react = nullptr;
    reactor.poll(0ns);
    CHECK(first.seen.size() + second.seen.size() == 2);
    CHECK((first.seen.empty() || second.seen.empty()));
    CHECK(reactor.has_descriptors());
    if (first.seen.empty()) {
        reactor.remove(two.ends[0], second);
    } else {
        reactor.remove(one.ends[0], first);
    }
    CHECK_FALSE(reactor.has_descriptors());
}

TEST_CASE("a handler may remove itself and add others while it is called") {
    Reactor reactor;
    Pipe one;
    Pipe two;
    Recorder first;
    Recorder second;
    one.put('x');
    two.put('x');
    first.react = [&] {
        reactor.remove(one.ends[0], first);
        REQUIRE(reactor.add(two.ends[0], EPOLLIN, second));
    };
    REQUIRE(reactor.add(one.ends[0], EPOLLIN, first));
    reactor.poll(0ns);
    CHECK(first.seen.size() == 1);
    CHECK(second.seen.empty());
    reactor.poll(0ns);
    CHECK(first.seen.size() == 1);
    CHECK(second.seen.size() == 1);
    reactor.remove(two.ends[0], second);
}

TEST_CASE("a descriptor that was closed can still be removed") {
    Reactor reactor;
    Pipe pipe;
    Recorder writing;
    int end = pipe.ends[1];
    REQUIRE(reactor.add(end, EPOLLOUT, writing));
    pipe.close_writing();
    reactor.remove(end, writing);
    reactor.poll(0ns);
    CHECK(writing.seen.empty());
    CHECK_FALSE(reactor.has_descriptors());
}

TEST_CASE("what the kernel cannot watch is refused and not counted") {
    Reactor reactor;
    Recorder handler;
    CHECK_FALSE(reactor.add(-1, EPOLLIN, handler));
    CHECK(errno == EBADF);
    CHECK_FALSE(reactor.has_descriptors());
}

TEST_CASE("polling waits at least as long as asked when nothing happens") {
    Reactor reactor;
    Pipe pipe;
    Recorder reading;
    REQUIRE(reactor.add(pipe.ends[0], EPOLLIN, reading));
    auto begin = std::chrono::steady_clock::now();
    reactor.poll(2'300'000ns);
    CHECK(std::chrono::steady_clock::now() - begin >= 2'300'000ns);
    CHECK(reading.seen.empty());
    reactor.remove(pipe.ends[0], reading);
}

TEST_CASE("polling ends as soon as something happens, however long the timeout") {
    Reactor reactor;
    Pipe pipe;
    Recorder reading;
    REQUIRE(reactor.add(pipe.ends[0], EPOLLIN, reading));
    pipe.put('x');
    reactor.poll(Duration::max());
    CHECK(reading.seen.size() == 1);
    reactor.poll(std::nullopt);
    CHECK(reading.seen.size() == 2);
    reactor.remove(pipe.ends[0], reading);
}

TEST_CASE("more descriptors than one poll fetches are all told in the polls that follow") {
    Reactor reactor;
    std::vector<std::unique_ptr<Pipe>> pipes;
    std::vector<std::unique_ptr<Recorder>> handlers;
    for (int i = 0; i < 300; ++i) {
        pipes.push_back(std::make_unique<Pipe>());
        handlers.push_back(std::make_unique<Recorder>());
        REQUIRE(reactor.add(pipes.back()->ends[0], EPOLLIN, *handlers.back()));
        pipes.back()->put('x');
    }
    for (int i = 0; i < 3; ++i) {
        reactor.poll(0ns);
    }
    size_t told = 0;
    for (size_t i = 0; i < handlers.size(); ++i) {
        told += handlers[i]->seen.empty() ? 0 : 1;
        reactor.remove(pipes[i]->ends[0], *handlers[i]);
    }
    CHECK(told == handlers.size());
}
