// A loop, a client and a server, and what tests do with them: run a coroutine to its end.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/client.hpp"
#include "http/url.hpp"
#include "runtime/task.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::http {

/// One server for all tests of a program, since none leaves anything behind in it.
[[nodiscard]] inline test_server::ServerFixture& shared_server() {
    static test_server::ServerFixture server;
    return server;
}

[[nodiscard]] inline std::string server_url(const std::string& path) {
    return shared_server().url(path);
}

/// A port on which nobody listens.
inline constexpr std::string_view dead_url = "http://127.0.0.1:9/";

class ClientFixture {
  public:
    using Outcome = Result<Response>;

    explicit ClientFixture(ClientOptions options = {}) : loop_(clock_), client_(loop_, std::move(options)) {}

    [[nodiscard]] runtime::Loop& loop() { return loop_; }
    [[nodiscard]] Client& client() { return client_; }

    /// Runs one fetch to its end.
    [[nodiscard]] Outcome fetch(Request request) {
        Outcome outcome;
        start_fetch(std::move(request), outcome);
        run();
        return outcome;
    }
    [[nodiscard]] Outcome get(const std::string& path) { return fetch({.url = server_url(path)}); }

    /// A task that fetches; `outcome` has to live until it ends.
    runtime::TaskReference start_fetch(Request request, Outcome& outcome) {
        return start(fetch_into(client_, std::move(request), outcome));
    }
    runtime::TaskReference start(runtime::Coro<runtime::Completion> body) {
        ++running_;
        runtime::TaskStart start;
        start.body = counted(std::move(body), *this);
        runtime::TaskReference task = runtime::Task::create(loop_, std::move(start));
        tasks_.push_back(task);
        return task;
    }
    /// Until all tasks have ended.
    void run() {
        if (running_ > 0) {
            REQUIRE(loop_.run() == runtime::LoopEnd::stopped);
        }
        tasks_.clear();
    }

  private:
    static runtime::Coro<runtime::Completion> fetch_into(Client& client, Request request, Outcome& outcome) {
        outcome = co_await client.fetch(std::move(request));
        co_return runtime::Completion();
    }
    static runtime::Coro<runtime::Completion> counted(runtime::Coro<runtime::Completion> body,
                                                      ClientFixture& self) {
        runtime::Completion completion = co_await body;
        if (--self.running_ == 0) {
            self.loop_.stop();
        }
        co_return completion;
    }

    runtime::MonotonicClock clock_;
    runtime::Loop loop_;
    Client client_;
    std::vector<runtime::TaskReference> tasks_;
    int running_ = 0;
};

[[nodiscard]] inline std::string body_of(const Result<Response>& outcome) {
    return outcome ? std::string(outcome->body.as_string()) : "FAILED: " + outcome.error().message;
}
[[nodiscard]] inline std::string header_of(const Response& response, std::string_view name) {
    const value::Value* value = response.headers.as_map().find(name);
    return value == nullptr || !value->is_string() ? std::string("(none)") : std::string(value->as_string());
}

}  // namespace aiorun::http
