#include "effects/simulated_effects.hpp"

#include <algorithm>
#include <map>

#include "document/duration.hpp"
#include "effects/mocked_answer.hpp"
#include "effects/origin.hpp"
#include "effects/simulated_words.hpp"
#include "effects/unknown_answer.hpp"
#include "http/check.hpp"
#include "http/limits.hpp"
#include "http/url.hpp"
#include "process/check.hpp"
#include "runtime/timer.hpp"

namespace aiorun::effects {

using http::Failure;
using http::FailureKind;
using runtime::Coro;
using runtime::Duration;
using runtime::Wakeup;
using value::Kind;
using value::StandIn;
using value::Value;

namespace {

constexpr int items_of_a_stream = 3;

/// What the server of a stand-in answers: what is expected, 200 when it may be.
int expected_status(const http::Request& request) {
    constexpr int usual = 200;
    if (http::is_expected(request, usual) || request.expect.empty()) {
        return usual;
    }
    return std::max(request.expect.front().first, usual);
}

std::string full_url(const http::Request& request) {
    if (request.query.empty()) {
        return request.url;
    }
    bool has_query = request.url.find('?') != std::string::npos;
    return request.url + (has_query ? "&" : "?") + http::encode_query(request.query);
}

Failure to_failure(const http::Request& request, const MockFailure& failure) {
    FailureKind kind = failure.kind == MockFailure::Kind::timeout ? FailureKind::timeout
                       : failure.kind == MockFailure::Kind::value ? FailureKind::value
                                                                  : FailureKind::connection;
    return fail(request, kind, failure.message);
}

/// A number that stands for a text, the same on each machine (FNV-1a).
uint64_t number_of(std::string_view text) {
    uint64_t number = 0xcbf29ce484222325U;
    for (char c : text) {
        number = (number ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return number;
}

std::string text_of(const http::Body& body) {
    const auto* text = std::get_if<http::TextBody>(&body);
    return text == nullptr ? "" : text->text;
}

Question question_of(const runtime::Task& task, Question::Kind kind, const SimulatedEffects::BodyOf& body_of) {
    Question question{.kind = kind, .task = task.name()};
    if (const runtime::StepInfo* step = task.step()) {
        question.step = step->name.empty() ? step->action : step->name;
        BodyNames names = body_of(*step);
        question.body = names.own;
        question.imported_body = names.imported;
    }
    return question;
}

}  // namespace

/// Waiting for an answer: a timer that says what it stands for.
class SimulatedEffects::Wait final : public runtime::Waiter, private runtime::Timer {
  public:
    Wait(runtime::Task& task, Duration duration, runtime::WaitKind kind, std::string_view name)
        : Waiter(task), kind_(kind), name_(name) {
        task.loop().set_timer(*this, runtime::deadline(task.loop().now(), duration));
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override { return {kind_, name_}; }

  private:
    void run() override { wake(); }

    runtime::WaitKind kind_;
    std::string_view name_;
};

/// One transfer: what was chosen for it before it began.
struct SimulatedEffects::Exchange {
    std::string url;
    std::string origin;
    http::Ticket ticket;
    MockAnswer answer;
    std::string by;   ///< who gives it, in words
    std::string what; ///< is asked for, in words
    std::string led;  ///< which answers led to it
    std::optional<Duration> latency;  ///< nothing: at once
    bool is_late = false;             ///< it comes after the request's timeout
    bool is_open = false;             ///< nobody said what the answer is: it is a stand-in's
    uint64_t question = 0;            ///< stands for what is asked
    Duration took{0};
    http::Course course{};
};

class SimulatedEffects::SimulatedStream final : public Stream {
  public:
    SimulatedStream(SimulatedEffects& effects, http::Response response, http::Ticket ticket, std::string body)
        : effects_(effects), response_(std::move(response)), origin_(origin_of(response_.url)), ticket_(std::move(ticket)), body_(std::move(body)) {}

    [[nodiscard]] Coro<http::Result<std::string>> read() override {
        bool is_known = value::as_stand_in(response_.body) == nullptr;
        if (is_known || left_ == 0) {
            if (body_.empty()) {
                ticket_.give_back();
            }
            co_return std::exchange(body_, "");
        }
        Wait wait(*effects_.setup_.loop.current(), usual_latency, runtime::WaitKind::transfer, origin_);
        if (co_await wait == Wakeup::cancelled) {
            co_return std::unexpected(Failure{.kind = FailureKind::cancelled, .course = std::make_shared<const http::Course>(response_.course)});
        }
        --left_;
        co_return std::string("\n");
    }
    [[nodiscard]] const http::Response& response() const override { return response_; }

  private:
    SimulatedEffects& effects_;
    http::Response response_;
    std::string origin_;
    http::Ticket ticket_;
    std::string body_;
    int left_ = items_of_a_stream;
};

SimulatedEffects::SimulatedEffects(Setup setup)
    : setup_(std::move(setup)),
      admission_(std::max(setup_.limits.max_connections.value_or(http::limits::default_connections), 1U),
                 std::max(setup_.limits.per_host.value_or(http::limits::default_connections), 1U)) {}

uint64_t SimulatedEffects::observe(Source source, uint64_t bits) {
    const runtime::Task* task = setup_.loop.current();
    return setup_.sources == nullptr || task == nullptr ? bits : setup_.sources->observe(*task, source, bits);
}

double SimulatedEffects::now() {
    return observe(Source::now, start_time + std::chrono::duration<double>(setup_.loop.now()).count());
}

void SimulatedEffects::tell(const Intent& intent) const {
    if (setup_.told) {
        setup_.told(*setup_.loop.current(), intent);
    }
}

/// What a real client refuses for what the request says. What nobody knows yet is in order.
std::optional<Failure> SimulatedEffects::check(http::Request& request) const {
    std::erase_if(request.resolve, [](const http::Field& entry) {
        return value::has_placeholder(entry.name) || value::has_placeholder(entry.value);
    });
    std::optional<Failure> problem = http::check_user_agent(setup_.limits.user_agent);
    problem = problem ? problem : http::check_words(request);
    request.method = http::normal_method(request.method);
    return problem ? std::optional(fail(request, problem->kind, problem->message)) : std::nullopt;
}

/// Checks the request as a real client does, chooses the answer, and says so.
std::optional<Failure> SimulatedEffects::prepare(http::Request& request, Exchange& exchange) {
    const runtime::Task& task = *setup_.loop.current();
    exchange.url = full_url(request);
    exchange.origin = origin_of(request.url);
    std::optional<Failure> refusal = check(request);
    refusal = refusal ? refusal : choose_answer(task, request, exchange);
    if (refusal) {
        tell({.what = describe_request(request, exchange.url), .answer = "is refused"});
        return refusal;
    }
    for (std::string& obstacle : feasibility_.find_obstacles(request)) {
        setup_.assumptions->assume(std::move(obstacle));
    }
    // A stand-in is no slower than the workflow allows.
    Duration usual = request.timeout ? std::min(usual_latency, *request.timeout / 2) : usual_latency;
    exchange.latency = setup_.weather.latency(exchange.answer.latency.value_or(usual));
    if (exchange.is_late) {
        exchange.latency = 2 * *request.timeout + usual_latency;
    }
    Duration latency = exchange.latency.value_or(Duration(0));
    if (exchange.what.empty()) {
        exchange.what = describe_request(request, exchange.url);  // what a redirect leads to is told as an answer
    }
    tell({.what = exchange.what,
          .answer = exchange.led + exchange.by + " " + describe_answer(exchange.answer, Question::Kind::transfer, latency)});
    return std::nullopt;
}

/// The answer, and in words who gives it. A request that never leaves has one only from a mock.
std::optional<Failure> SimulatedEffects::choose_answer(const runtime::Task& task, const http::Request& request, Exchange& exchange) {
    Question question = question_of(task, Question::Kind::transfer, setup_.body_of);
    question.method = request.method;
    question.url = exchange.url;
    exchange.by = "a stand-in";
    exchange.question = number_of(question.method + " " + question.url + " " + text_of(request.body));
    auto found = setup_.mocks.answer(question);
    std::optional<Failure> refusal = Feasibility::find_refusal(request);
    if (refusal && !found) {
        return refusal;
    }
    if (found) {
        exchange.answer = found->answer;
        exchange.by = found->rule.place;
    } else {
        exchange.answer.status = expected_status(request);
        exchange.is_open = true;
    }
    if (refusal) {
        setup_.assumptions->assume(exchange.by + " answers what a run refuses: " + refusal->message);
    }
    std::optional<Weather::Accident> accident = setup_.weather.accident(question.kind, request.timeout.has_value());
    if (accident && accident->is_late) {
        exchange.is_late = true;
    } else if (accident) {
        exchange.answer = {.latency = exchange.answer.latency, .status = accident->status};
        exchange.by = "an injected failure";
        exchange.is_open = false;
        if (accident->status == 0) {
            exchange.answer.failure = MockFailure{MockFailure::Kind::connection, "the connection broke (injected)"};
        }
    }
    return std::nullopt;
}

/// The waiting: for a connection, then for the answer, no longer than the request allows.
Coro<std::optional<Failure>> SimulatedEffects::transfer(const http::Request* request, Exchange* exchange) {
    runtime::Task& task = *setup_.loop.current();
    runtime::Time asked = setup_.loop.now();
    exchange->ticket = admission_.try_enter(exchange->origin);
    if (!exchange->ticket) {
        http::Turn turn(task, admission_, exchange->origin);
        if (co_await turn == Wakeup::cancelled) {
            co_return Failure{.kind = FailureKind::cancelled};
        }
        exchange->ticket = turn.ticket();
    }
    exchange->ticket.mark_reached();
    exchange->course.began = exchange->course.last_began = setup_.loop.now() - asked;
    exchange->course.stage = http::Course::Stage::wait;
    Duration latency = exchange->latency.value_or(Duration(0));
    bool is_too_late = request->timeout && latency > *request->timeout;
    exchange->took = is_too_late ? *request->timeout : latency;
    if (exchange->latency || is_too_late) {
        Wait wait(task, exchange->took, runtime::WaitKind::transfer, exchange->origin);
        if (co_await wait == Wakeup::cancelled) {
            co_return Failure{.kind = FailureKind::cancelled, .request_sent = true};
        }
    }
    if (is_too_late) {
        co_return fail(*request, FailureKind::timeout,
                       "not finished within " + document::format_duration(*request->timeout) + " (timeout)");
    }
    if (exchange->answer.failure) {
        co_return to_failure(*request, *exchange->answer.failure);
    }
    exchange->course.first_byte = exchange->took;
    exchange->course.stage = http::Course::Stage::receive;
    co_return std::nullopt;
}

/// How long a response says that it took.
Duration SimulatedEffects::time_told(Duration took) {
    return Duration(static_cast<int64_t>(observe(Source::response_time, static_cast<uint64_t>(took.count()))));
}

http::Response SimulatedEffects::response(const http::Request& request, const Exchange& exchange) {
    const MockAnswer& answer = exchange.answer;
    value::MapBuilder headers;
    std::vector<Value> cookies;
    std::map<std::string, std::string> joined;  // as one that comes several times reads
    for (const auto& [name, text] : answer.headers) {
        if (name == "set-cookie") {
            cookies.emplace_back(text);
            headers.set(name, value::make_list(cookies));
        } else {
            auto [found, is_new] = joined.try_emplace(name, text);
            found->second += is_new ? "" : ", " + text;
            headers.set(name, found->second);
        }
    }
    Duration took = time_told(exchange.took);
    http::Response response{.status = answer.status,
                            .headers = headers.build(),
                            .url = http::shown_url(exchange.url),
                            .http_version = "1.1",
                            .timings = {.first_byte = took, .total = took},
                            .course = exchange.course,
                            .saved = request.save.has_value() && http::is_expected(request, answer.status)};
    if (response.saved) {
        feasibility_.note_saved(request.save->path);
    }
    if (answer.body) {
        response.size = answer.body->size();
        response.body = Value(response.saved ? std::string() : *answer.body);
    } else if (answer.status < 400 || http::is_expected(request, answer.status)) {
        response.body = unknown_response({setup_.assumptions, exchange.question}, request, {answer.status, exchange.is_open, http::shown_url(full_url(request))});
        constexpr uint64_t usual_size = 1000;
        response.size = usual_size;
        if (!answer.headers.empty()) {
            StandIn& unknown = *value::as_stand_in(response.body);
            StandIn& parts = *value::as_stand_in(*unknown.field("headers"));
            for (const value::Map::Entry& entry : response.headers.as_map()) {
                parts.set_part(entry.key.as_string(), entry.value);
            }
        }
    } else {
        response.body = Value("");
    }
    return response;
}

/// Asks, and follows where a mock's redirects lead.
Coro<std::optional<Failure>> SimulatedEffects::ask(http::Request* request, Exchange* exchange) {
    Duration took(0);
    for (uint32_t hops = 0;; ++hops) {
        if (std::optional<Failure> problem = prepare(*request, *exchange)) {
            co_return problem;
        }
        if (std::optional<Failure> problem = co_await transfer(request, exchange)) {
            co_return problem;
        }
        exchange->took += took;
        took = exchange->took;
        std::string location = location_of(*request, exchange->answer);
        if (location.empty()) {
            co_return std::nullopt;
        }
        if (hops == request->redirects.maximum) {
            Failure failure = fail(*request, FailureKind::http, "more than " + std::to_string(hops) +
                                                                    " redirects (max_redirects), the last one to " + http::shown_url(location));
            failure.status = exchange->answer.status;
            failure.response = std::make_shared<const http::Response>(response(*request, *exchange));
            co_return failure;
        }
        int status = exchange->answer.status;
        if (std::optional<Failure> problem = redirect(*request, status, location)) {
            co_return problem;
        }
        exchange->led += exchange->by + " answers " + std::to_string(status) + ", which leads to " + http::shown_url(request->url) + "; ";
        exchange->answer = {};
        exchange->ticket.give_back();
    }
}

Coro<http::Result<http::Response>> SimulatedEffects::fetch(const http::Request& wanted) {
    http::Request request = wanted;
    Exchange exchange;
    std::optional<Failure> problem = co_await ask(&request, &exchange);
    problem = problem ? std::move(problem) : check_body(request, exchange.answer);
    if (problem) {
        problem->course = std::make_shared<const http::Course>(exchange.course);
        co_return std::unexpected(std::move(*problem));
    }
    co_return response(request, exchange);
}

Coro<http::Result<std::unique_ptr<Stream>>> SimulatedEffects::open(http::Request request) {
    Exchange exchange;
    request.save.reset();  // a stream goes to its reader
    if (std::optional<Failure> problem = co_await ask(&request, &exchange)) {
        problem->course = std::make_shared<const http::Course>(exchange.course);
        co_return std::unexpected(std::move(*problem));
    }
    http::Response answer = response(request, exchange);
    std::string body = answer.body.is_string() ? std::string(answer.body.as_string()) : "";
    if (answer.body.is_string()) {
        answer.body = Value("");
    }
    co_return std::make_unique<SimulatedStream>(*this, std::move(answer), std::move(exchange.ticket), std::move(body));
}

void SimulatedEffects::note_obstacle(process::Command command) const {
    if (std::optional<std::string> path = setup_.real.env("PATH")) {  // with what `--env-file` makes of it
        command.environment.insert(command.environment.begin(), {"PATH", std::move(path)});
    }
    if (std::string obstacle = feasibility_.find_obstacle(command); !obstacle.empty()) {
        setup_.assumptions->assume(std::move(obstacle));
    }
}

Coro<process::Outcome> SimulatedEffects::run(runtime::Task& task, process::Command command) {
    if (std::string unfit = process::find_unfit(command); !unfit.empty()) {
        tell({.what = describe_command(command), .answer = "cannot be started"});
        co_return std::unexpected(process::Failure{.message = std::move(unfit)});
    }
    Question question = question_of(task, Question::Kind::process, setup_.body_of);
    question.command = shown_command(command);
    MockAnswer answer;
    std::string by = "a stand-in";
    bool is_open = true;
    if (auto found = setup_.mocks.answer(question)) {
        answer = found->answer;
        is_open = false;
        by = found->rule.place;
    } else {
        note_obstacle(command);
    }
    feasibility_.note_command();
    if (setup_.weather.accident(question.kind, false)) {
        answer = {.latency = answer.latency, .code = 1, .output = "", .errors = "it failed (injected)\n"};
        by = "an injected failure";
    }
    std::optional<Duration> latency = setup_.weather.latency(answer.latency.value_or(usual_latency));
    tell({.what = describe_command(command), .answer = by + " " + describe_answer(answer, question.kind, latency.value_or(Duration(0)))});
    if (latency) {
        Wait wait(task, *latency, runtime::WaitKind::process, command.arguments.front());
        if (co_await wait == Wakeup::cancelled) {
            co_return std::unexpected(process::Failure{.kind = process::FailureKind::cancelled});
        }
    }
    if (answer.failure) {
        co_return std::unexpected(process::Failure{.message = answer.failure->message});
    }
    process::Result result{.code = answer.code, .output = answer.output.value_or(""), .errors = answer.errors};
    if (!answer.output) {
        result.unknown = unknown_result({setup_.assumptions, number_of(question.command)}, is_open ? nullptr : &answer);
    }
    co_return result;
}

}  // namespace aiorun::effects
