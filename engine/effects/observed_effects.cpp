#include "effects/observed_effects.hpp"

#include <algorithm>

#include "effects/origin.hpp"
#include "effects/transfer_phases.hpp"
#include "http/url.hpp"

namespace aiorun::effects {
namespace {

using runtime::Duration;
using runtime::Operation;
using runtime::OperationEnd;

OperationEnd end_of(const http::Response& response) {
    return {.kind = OperationEnd::Kind::answered,
            .status = response.status,
            .outcome = std::to_string(response.status),
            .received = response.size};
}

OperationEnd end_of(const http::Failure& failure) {
    if (failure.kind == http::FailureKind::cancelled) {
        return {.kind = OperationEnd::Kind::cancelled, .outcome = "cancelled"};
    }
    return {.kind = OperationEnd::Kind::failed,
            .status = failure.status,
            .outcome = std::string(http::error_type(failure.kind)) + ": " + failure.message};
}

OperationEnd end_of(const process::Outcome& outcome) {
    if (outcome) {
        return {.kind = OperationEnd::Kind::answered,
                .status = outcome->code,
                .outcome = process::describe_code(outcome->code),
                .received = outcome->output.size() + outcome->errors.size()};
    }
    bool cancelled = outcome.error().kind == process::FailureKind::cancelled;
    return {.kind = cancelled ? OperationEnd::Kind::cancelled : OperationEnd::Kind::failed,
            .outcome = cancelled ? "cancelled" : outcome.error().message};
}

std::string shown_command(const process::Command& command) {
    std::string text;
    for (const std::string& argument : command.arguments) {
        text += (text.empty() ? "" : " ") + argument;
    }
    return text;
}

}  // namespace

/// One operation from its beginning to its end. A task that is dropped in the middle ends it as cancelled.
class ObservedEffects::Watch {
  public:
    Watch(ObservedEffects& effects, runtime::Task& task, Operation operation)
        : effects_(effects), task_(&task), operation_(std::move(operation)) {
        operation_.id = ++effects.operations_;
        effects_.observer_.operation_began(*task_, operation_);
        began_ = effects.loop_.now();  // behind what the observer noted, so that phases are no longer than the operation
    }
    Watch(const Watch&) = delete;
    ~Watch() { end({.kind = OperationEnd::Kind::cancelled, .outcome = "cancelled"}); }
    void end(OperationEnd end) {
        if (!std::exchange(ended_, true)) {
            effects_.observer_.operation_ended(*task_, operation_, end);
        }
    }
    /// Of a transfer that came so far.
    void end(OperationEnd end, const http::Course& course) {
        end.phases = phases_of(course, effects_.loop_.now() - began_);
        this->end(std::move(end));
    }
    [[nodiscard]] const Operation& operation() const noexcept { return operation_; }
    void add_trace_parent(http::Request& request) const {
        auto is_trace_parent = [](const http::Field& field) {
            return std::ranges::equal(field.name, std::string_view("traceparent"),
                                      [](char a, char b) { return (a | 0x20) == b; });
        };
        if (effects_.trace_parent_ && std::ranges::none_of(request.headers, is_trace_parent)) {
            if (std::string value = effects_.trace_parent_(operation_); !value.empty()) {
                request.headers.push_back({"traceparent", std::move(value)});
            }
        }
    }
    void add_trace_parent(process::Command& command) const {
        bool has_own = std::ranges::any_of(command.environment,
                                           [](const process::Variable& variable) { return variable.name == "TRACEPARENT"; });
        if (effects_.trace_parent_ && !has_own) {
            if (std::string value = effects_.trace_parent_(operation_); !value.empty()) {
                command.environment.push_back({"TRACEPARENT", std::move(value)});
            }
        }
    }

  private:
    ObservedEffects& effects_;
    runtime::TaskReference task_;  // a stream may outlive the loop's own reference
    Operation operation_;
    runtime::Time began_{0};
    bool ended_ = false;
};

/// The operation of a stream lasts until its last byte was read.
class ObservedEffects::ObservedStream final : public Stream {
  public:
    ObservedStream(std::unique_ptr<Stream> inner, std::unique_ptr<Watch> watch)
        : inner_(std::move(inner)), watch_(std::move(watch)) {}
    ~ObservedStream() override { watch_->end({.kind = OperationEnd::Kind::cancelled, .outcome = "cancelled"}, inner_->course()); }
    [[nodiscard]] runtime::Coro<http::Result<std::string>> read() override {
        http::Result<std::string> bytes = co_await inner_->read();
        if (!bytes) {
            watch_->end(end_of(bytes.error()), course_of(bytes.error()));
        } else if (bytes->empty()) {
            OperationEnd end = end_of(inner_->response());
            end.received = received_;
            watch_->end(std::move(end), inner_->course());
        } else {
            received_ += bytes->size();
        }
        co_return bytes;
    }
    [[nodiscard]] const http::Response& response() const override { return inner_->response(); }
    void on_timeout(runtime::Callback* callback) override { inner_->on_timeout(callback); }

  private:
    std::unique_ptr<Stream> inner_;
    std::unique_ptr<Watch> watch_;
    uint64_t received_ = 0;
};

runtime::Coro<http::Result<http::Response>> ObservedEffects::fetch(const http::Request& request) {
    Watch watch(*this, *loop_.current(),
                {.kind = Operation::Kind::transfer,
                 .what = request.method + " " + http::shown_url(request.url),
                 .target = origin_of(request.url)});
    http::Request traced = request;
    watch.add_trace_parent(traced);
    http::Result<http::Response> response = co_await inner_.fetch(traced);
    if (response) {
        watch.end(end_of(*response), response->course);
    } else {
        watch.end(end_of(response.error()), course_of(response.error()));
    }
    co_return response;
}

runtime::Coro<http::Result<std::unique_ptr<Stream>>> ObservedEffects::open(http::Request request) {
    auto watch = std::make_unique<Watch>(*this, *loop_.current(),
                                         Operation{.kind = Operation::Kind::transfer,
                                                   .what = request.method + " " + http::shown_url(request.url),
                                                   .target = origin_of(request.url)});
    watch->add_trace_parent(request);
    http::Result<std::unique_ptr<Stream>> stream = co_await inner_.open(std::move(request));
    if (!stream) {
        watch->end(end_of(stream.error()), course_of(stream.error()));
        co_return stream;
    }
    co_return std::make_unique<ObservedStream>(std::move(*stream), std::move(watch));
}

runtime::Coro<process::Outcome> ObservedEffects::run(runtime::Task& task, process::Command command) {
    Watch watch(*this, task,
                {.kind = Operation::Kind::process,
                 .what = shown_command(command),
                 .target = command.arguments.empty() ? std::string() : command.arguments.front()});
    watch.add_trace_parent(command);
    process::Outcome outcome = co_await inner_.run(task, std::move(command));
    watch.end(end_of(outcome));
    co_return outcome;
}

}  // namespace aiorun::effects
