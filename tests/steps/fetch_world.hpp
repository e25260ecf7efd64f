// A world for workflows that fetch and run: transfers and processes answer from functions of the test, on the
// virtual clock, and what was asked of them is kept.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "document/diagnostic.hpp"
#include "effects/effects.hpp"
#include "runtime/loop.hpp"
#include "runtime/sleep.hpp"
#include "value/json.hpp"
#include "workflow/arguments.hpp"
#include "workflow/runner.hpp"

namespace aiorun::test {

using Answer = http::Result<http::Response>;

inline http::Response respond(int status, std::string body, std::vector<http::Field> headers = {}) {
    http::Response response;
    response.status = status;
    response.size = body.size();
    response.body = value::Value(std::move(body));
    value::MapBuilder map;
    for (const http::Field& header : headers) {
        map.set(header.name, header.value);
    }
    response.headers = map.build();
    return response;
}

/// The chunks of a body, with a turn of the loop before each.
class FakeStream final : public effects::Stream {
  public:
    FakeStream(runtime::Loop& loop, http::Response response, std::vector<std::string> chunks)
        : loop_(loop), response_(std::move(response)), chunks_(std::move(chunks)) {}
    runtime::Coro<http::Result<std::string>> read() override {
        if (co_await runtime::Yield(*loop_.current()) == runtime::Wakeup::cancelled) {
            co_return std::unexpected(http::Failure{http::FailureKind::cancelled});
        }
        co_return next_ < chunks_.size() ? chunks_[next_++] : std::string();
    }
    [[nodiscard]] const http::Response& response() const override { return response_; }

  private:
    runtime::Loop& loop_;
    http::Response response_;
    std::vector<std::string> chunks_;
    size_t next_ = 0;
};

class FetchWorld : private effects::Effects, private steps::Output, private workflow::Loader {
  public:
    /// What a transfer answers; `url` of the response is the request's unless it is set.
    std::function<Answer(const http::Request&)> answer = [](const http::Request&) {
        return respond(200, "");
    };
    /// How long each transfer takes.
    runtime::Duration latency{0};
    /// What is streamed.
    std::vector<std::string> chunks{};
    std::function<process::Outcome(const process::Command&)> process = [](const process::Command&) {
        return process::Result{};
    };

    std::vector<http::Request> requests{};
    std::vector<process::Command> commands{};
    std::vector<std::string> printed{};
    std::vector<std::string> logged{};
    /// What is wrong with the last workflow, rendered.
    std::string diagnostics{};

    /// Whether the workflow passes all checks.
    bool check(const std::string& text) { return read(text) != nullptr; }

    /// Runs the workflow; one that does not pass the checks ends with an error of that name.
    workflow::RunResult run(const std::string& text) {
        std::unique_ptr<workflow::Workflow> workflow = read(text);
        workflow::RunResult result;
        if (workflow == nullptr) {
            result.error = value::make_error("check", diagnostics);
            return result;
        }
        runtime::VirtualClock clock;
        runtime::Loop loop(clock);
        loop_ = &loop;
        workflow::RunSettings settings;
        settings.params = workflow::bind_params(*workflow, {}, *this, *this).values;
        workflow::Runner runner(*workflow, {loop, *this, *this}, std::move(settings));
        return runner.run();
    }
    /// The result of `main`, as JSON; of a run that failed `TYPE: message`.
    std::string outcome(const std::string& text) {
        workflow::RunResult result = run(text);
        return result.error ? value::describe(*result.error) : value::to_json(result.result);
    }
    /// The same for a workflow that returns what one step gives.
    std::string outcome_of(const std::string& step, const std::string& expression = "result") {
        return outcome("main:\n  - " + step + "\n    as: result\n  - return: \"${{ " + expression +
                       " }}\"\n");
    }
    /// The request that a fetch with these options makes.
    http::Request request_of(const std::string& options, const std::string& defaults = "{}") {
        requests.clear();
        workflow::RunResult result = run("http: " + defaults + "\nmain:\n  - fetch: " + options + "\n");
        return requests.empty()
                   ? http::Request{.method = result.error ? value::describe(*result.error) : "none"}
                   : requests.front();
    }

  private:
    std::unique_ptr<workflow::Workflow> read(const std::string& text) {
        document::Diagnostics found;
        auto source = std::make_shared<document::Source>("test.yaml", text);
        auto workflow = workflow::read_workflow(source, *this, found);
        diagnostics.clear();
        for (const document::Diagnostic& diagnostic : found.sorted()) {
            diagnostics += document::render(diagnostic, document::Color::none);
        }
        source_ = std::move(source);
        return found.has_errors() ? nullptr : std::move(workflow);
    }

    runtime::Coro<Answer> fetch(const http::Request& request) override {
        requests.push_back(request);
        if (latency > runtime::Duration(0)) {
            runtime::Sleep sleep(*loop_->current(), latency);
            if (co_await sleep == runtime::Wakeup::cancelled) {
                http::Failure failure{http::FailureKind::cancelled};
                failure.request_sent = true;
                co_return std::unexpected(failure);
            }
        }
        Answer given = answer(request);
        if (given && given->url.empty()) {
            given->url = request.url;
        }
        co_return given;
    }
    runtime::Coro<http::Result<std::unique_ptr<effects::Stream>>> open(http::Request request) override {
        requests.push_back(request);
        Answer given = answer(request);
        if (!given) {
            co_return std::unexpected(given.error());
        }
        given->url = request.url;
        co_return std::make_unique<FakeStream>(*loop_, std::move(*given), chunks);
    }
    runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override {
        commands.push_back(command);
        if (co_await runtime::Yield(task) == runtime::Wakeup::cancelled) {
            co_return std::unexpected(process::Failure{process::FailureKind::cancelled, {}});
        }
        if (command.lines != nullptr) {
            command.lines->on_line(process::Stream::output, "a \x1b[31mline");
        }
        co_return process(command);
    }
    double now() override { return 1'000'000'000; }
    std::optional<std::string> env(std::string_view) override { return std::nullopt; }
    uint64_t seed() override { return 1; }

    bool print(std::string_view line) override {
        printed.emplace_back(line);
        return true;
    }
    bool flush() override { return true; }
    std::string problem() const override { return {}; }
    void log(steps::LogLevel, std::string_view message, const value::Value&, const runtime::Task&) override {
        logged.emplace_back(message);
    }
    std::expected<std::string, std::string> load(const std::string&) override {
        return std::unexpected("No such file or directory");
    }

    runtime::Loop* loop_ = nullptr;
    std::shared_ptr<const document::Source> source_;
};

/// What a transfer that broke answers.
inline Answer broken(http::FailureKind kind, std::string message, bool request_sent) {
    return std::unexpected(http::Failure{.kind = kind, .message = std::move(message), .request_sent = request_sent});
}

/// `name=value` joined by `&`.
inline std::string fields_text(const std::vector<http::Field>& fields) {
    std::string text;
    for (const http::Field& field : fields) {
        text += (text.empty() ? "" : "&") + field.name + "=" + field.value;
    }
    return text;
}

}  // namespace aiorun::test
