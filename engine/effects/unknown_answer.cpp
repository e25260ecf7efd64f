#include "effects/unknown_answer.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>

namespace aiorun::effects {

using value::Kind;
using value::StandIn;
using value::Value;

namespace {

constexpr int first_failure = 400;  // of the statuses

Value first_accepted(std::initializer_list<int> choices, const std::function<bool(const Value&)>& accepts, int but_not) {
    for (int choice : choices) {
        if (choice != but_not && accepts(Value(choice))) {
            return choice;
        }
    }
    return Value::unbound();
}

/// Whether a firm number passes: `ok` of a status. `failing` is a number that does not, or unbound.
StandIn::Start firm_test(const Value& open, Value usual, Value failing, bool (*passes)(int64_t)) {
    auto decide = [open, usual, failing, passes](const Value& wanted) {
        StandIn& number = *value::as_stand_in(open);
        Value found = wanted == usual || failing.is_unbound() ? number.decide(number.usual()) : number.decide(failing);
        return Value(passes(found.as_int()));
    };
    return {.kind = Kind::boolean, .usual = std::move(usual), .is_firm = true, .decide = std::move(decide)};
}

}  // namespace

Value unknown_response(const AnswerTo& question, const http::Request& request, const UnknownResponse& answer) {
    int status = answer.status;
    Value root = StandIn::make({.assumptions = question.assumptions, .path = "response", .question = question.number});
    StandIn& response = *value::as_stand_in(root);
    auto part = [&](std::string path, StandIn::Start start) {
        start.path = std::move(path);
        return response.following(std::move(start));
    };
    auto accepts = [expect = request.expect, status](const Value& wanted) {
        return wanted == Value(status) || std::ranges::any_of(expect, [&](const http::StatusRange& range) {
                   return wanted.is_int() && wanted.as_int() >= std::max(range.first, 200) && wanted.as_int() <= range.last;
               });
    };
    // It is what is expected, and 200 at best; only a loop that needs another one to end is given it.
    if (answer.is_open) {
        Value other = first_accepted({404, 500, 202, 204, 201, 304}, accepts, status);
        Value open = part("response.status", {.kind = Kind::integer, .usual = status, .other = other, .is_firm = true, .accepts = accepts});
        response.set_part("ok", part("response.ok", firm_test(open, Value(status < first_failure), first_accepted({404, 500, 503}, accepts, status),
                                                              [](int64_t found) { return found < first_failure; })));
        response.set_part("status", std::move(open));
    } else {
        response.set_part("ok", Value(status < first_failure));
        response.set_part("status", Value(status));
    }
    response.set_part("url", part("response.url", {.kind = Kind::string, .usual = answer.url}));
    response.set_part("text", part("response.text", {.kind = Kind::string}));
    response.set_part("headers", part("response.headers", {.kind = Kind::map}));
    return root;
}

Value unknown_result(const AnswerTo& question, const MockAnswer* mock) {
    Value root = StandIn::make({.assumptions = question.assumptions, .path = "result", .question = question.number});
    StandIn& result = *value::as_stand_in(root);
    if (mock == nullptr) {
        Value open = result.following({.path = "result.code",
                                       .kind = Kind::integer,
                                       .usual = 0,
                                       .other = 1,
                                       .is_firm = true,
                                       .accepts = [](const Value& wanted) { return wanted.is_int() && wanted.as_int() >= 0 && wanted.as_int() < 256; }});
        StandIn::Start test = firm_test(open, Value(true), Value(1), [](int64_t found) { return found == 0; });
        test.path = "result.ok";
        result.set_part("ok", result.following(std::move(test)));
        result.set_part("code", std::move(open));
    } else {
        result.set_part("code", Value(mock->code));
        result.set_part("ok", Value(mock->code == 0));
    }
    result.set_part("stdout", result.following({.path = "result.stdout", .kind = Kind::string}));
    Value errors = result.following({.path = "result.stderr", .kind = Kind::string, .usual = Value("")});
    result.set_part("stderr", mock != nullptr ? Value(mock->errors) : std::move(errors));
    return root;
}

}  // namespace aiorun::effects
