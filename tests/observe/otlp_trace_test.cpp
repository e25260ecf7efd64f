#include "observe/otlp_trace.hpp"

#include <map>

#include "tests/observe/traced.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

using value::Value;

struct Spans {
    std::vector<Value> all{};
    std::map<std::string, std::pair<uint32_t, bool>> places{};
    std::optional<int> room{};  ///< for leaves

    [[nodiscard]] static std::string text(const Value& span, std::string_view key) {
        const Value* found = span.as_map().find(key);
        return found == nullptr ? "" : value::to_text(*found);
    }
    [[nodiscard]] std::vector<Value> named(std::string_view name) const {
        std::vector<Value> found;
        for (const Value& span : all) {
            if (text(span, "name") == name) {
                found.push_back(span);
            }
        }
        return found;
    }
    /// `flow.yaml > main > gather > …`: the names from the root to the span.
    [[nodiscard]] std::string path(const Value& span) const {
        for (const Value& other : all) {
            if (text(other, "spanId") == text(span, "parentSpanId")) {
                return path(other) + " > " + text(span, "name");
            }
        }
        return text(span, "name");
    }
    [[nodiscard]] std::map<std::string, int> paths() const {
        std::map<std::string, int> counts;
        for (const Value& span : all) {
            ++counts[path(span)];
        }
        return counts;
    }
};

Spans spans_of(std::string workflow, testing::FakeEffects* effects = nullptr, std::optional<TraceContext> around = std::nullopt,
               std::optional<int> room = std::nullopt) {
    Spans spans{.room = room};
    value::Secrets secrets;
    secrets.add(Value("hush"));
    OtlpTrace trace({.program = "aiorun 1", .workflow = "flow.yaml", .unix_time = 1'000'000'000}, around, secrets,
                    [&](const std::string& span, OtlpPlace place) {
                        auto parsed = value::parse_json(span);
                        REQUIRE(parsed.has_value());
                        bool is_kept = !spans.room || place.has_children || (*spans.room)-- > 0;
                        if (is_kept) {
                            spans.all.push_back(*parsed);
                            spans.places[Spans::text(*parsed, "name")] = {place.depth, place.has_children};
                        }
                        return is_kept;
                    });
    LateRecorder recorder(secrets, trace, OtlpTrace::wishes());
    testing::Outcome outcome = testing::run_workflow({.text = std::move(workflow), .effects = effects, .observer = &recorder});
    REQUIRE(outcome.diagnostics.empty());
    trace.finish({.status = "success", .exit_status = 0, .time = std::chrono::seconds(5)});
    return spans;
}

TEST_CASE("a span lies in the step that made it: the run, its tasks, their steps") {
    Spans spans = spans_of(R"(
main:
  - gather: { for: i, in: [1, 2, 3], limit: 1, do: [ { do: [ { sleep: 1, name: nap } ] } ] }
)");
    CHECK(spans.paths() == std::map<std::string, int>{{"flow.yaml", 1},
                                                      {"flow.yaml > main", 1},
                                                      {"flow.yaml > main > gather", 1},
                                                      {"flow.yaml > main > gather > gather[0]", 1},
                                                      {"flow.yaml > main > gather > gather[0] > do", 1},
                                                      {"flow.yaml > main > gather > gather[0] > do > nap", 1},
                                                      {"flow.yaml > main > gather > gather[1]", 1},
                                                      {"flow.yaml > main > gather > gather[1] > do", 1},
                                                      {"flow.yaml > main > gather > gather[1] > do > nap", 1},
                                                      {"flow.yaml > main > gather > gather[2]", 1},
                                                      {"flow.yaml > main > gather > gather[2] > do", 1},
                                                      {"flow.yaml > main > gather > gather[2] > do > nap", 1}});
}

TEST_CASE("times of spans are those of the run's clock since it began") {
    Spans spans = spans_of("main: [ { sleep: 1.5 } ]");
    Value sleep = spans.named("sleep").at(0);
    CHECK(Spans::text(sleep, "startTimeUnixNano") == "1000000000");
    CHECK(Spans::text(sleep, "endTimeUnixNano") == "2500000000");
    CHECK(Spans::text(spans.named("flow.yaml").at(0), "endTimeUnixNano") == "6000000000");
}

TEST_CASE("a run inside of a trace belongs to it") {
    Spans spans = spans_of("main: [ { print: x } ]", nullptr, TraceContext{.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736", .parent = 0xab});
    CHECK(Spans::text(spans.named("flow.yaml").at(0), "parentSpanId") == "00000000000000ab");
    for (const Value& span : spans.all) {
        CHECK(Spans::text(span, "traceId") == "4bf92f3577b34da6a3ce929d0e0e4736");
    }
}

TEST_CASE("an error marks the step and the task that it leaves, and says what it was without secrets") {
    Spans spans = spans_of("main: [ { try: [ { raise: hush happened } ], except: { do: [ { print: x } ] } } ]");
    std::string raise = value::to_json(spans.named("raise").at(0));
    CHECK(raise.find(R"("status":{"code":2,"message":"RuntimeError: *** happened"})") != std::string::npos);
    CHECK(raise.find(R"("name":"exception")") != std::string::npos);
    CHECK(value::to_json(spans.named("main").at(0)).find("\"status\"") == std::string::npos);
}

TEST_CASE("a transfer is a client's span inside of its step, and names itself in traceparent") {
    testing::FakeEffects effects;
    effects.on_fetch = [](const http::Request&) { return testing::FakeAnswer{testing::make_response(200, "body")}; };
    Spans spans = spans_of("main: [ { fetch: 'http://h/x', name: page } ]", &effects);
    Value transfer = spans.named("GET").at(0);
    CHECK(Spans::text(transfer, "kind") == "3");
    CHECK(spans.path(transfer) == "flow.yaml > main > page > GET");
    CHECK(value::to_json(transfer).find(R"({"key":"http.response.status_code","value":{"intValue":"200"}})") != std::string::npos);
}

TEST_CASE("what is open at the end of the run is closed as cancelled, children first") {
    Spans spans = spans_of("shared: { e: event }\nmain: [ { gather: [ { wait: e }, { wait: e } ] } ]");
    CHECK(spans.named("wait").size() == 2);
    CHECK(Spans::text(spans.all.back(), "name") == "flow.yaml");
}

TEST_CASE("a wait for a lock is an event with how long it took") {
    Spans spans = spans_of(R"(
shared: { guard: lock }
main:
  - gather: [ { lock: guard, sleep: 2 }, { lock: guard, print: x, name: second } ]
)");
    std::string second = value::to_json(spans.named("second").at(0));
    CHECK(second.find(R"("name":"wait")") != std::string::npos);
    CHECK(second.find(R"({"key":"aiorun.wait.duration","value":{"doubleValue":2.0}})") != std::string::npos);
}

TEST_CASE("a span is given with its depth, and whether others lie in it") {
    Spans spans = spans_of("main: [ { gather: { for: i, in: [1, 2], do: { sleep: 1 } } } ]");
    using Place = std::pair<uint32_t, bool>;
    CHECK(spans.places == std::map<std::string, Place>{{"flow.yaml", {0, true}},
                                                       {"main", {1, true}},
                                                       {"gather", {2, true}},
                                                       {"gather[0]", {3, true}},
                                                       {"gather[1]", {3, true}},
                                                       {"sleep", {4, false}}});
}

TEST_CASE("a span without room takes those with it that are only around it, and leaves no orphan") {
    Spans spans = spans_of(R"(
main:
  - gather: { for: i, in: [1, 2, 3], limit: 1, do: [ { do: [ { sleep: 1 } ] } ] }
  - spawn: [ { sleep: 1 } ]
  - sleep: 2
)",
                           nullptr, std::nullopt, 1);
    CHECK(spans.paths() == std::map<std::string, int>{{"flow.yaml", 1},
                                                      {"flow.yaml > main", 1},
                                                      {"flow.yaml > main > gather", 1},
                                                      {"flow.yaml > main > gather > gather[0]", 1},
                                                      {"flow.yaml > main > gather > gather[0] > do", 1},
                                                      {"flow.yaml > main > gather > gather[0] > do > sleep", 1},
                                                      {"flow.yaml > main > spawn", 1}});
}

}  // namespace
}  // namespace aiorun::observe
