#include "observe/trace_chrome.hpp"

#include "tests/observe/traced.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

using Type = TraceEvent::Type;

/// What is written for events that a test makes up.
class MadeUp {
  public:
    MadeUp() { add({.type = Type::task_created, .task = 1, .text = "main"}); }
    void add(TraceEvent event) { format_.write(event, out_); }
    void begin(int64_t time) { add({.type = Type::step_began, .task = 1, .time = Time(time), .step = &step_}); }
    void end(int64_t time) { add({.type = Type::step_ended, .task = 1, .time = Time(time), .step = &step_}); }
    void cancel(int64_t time) { add({.type = Type::cancel_requested, .task = 1, .time = Time(time)}); }
    void ask(int64_t time, uint64_t id) {
        add({.type = Type::operation_began, .task = 1, .time = Time(time), .number = id, .text = "GET x"});
    }
    void answer(int64_t time, uint64_t id, std::vector<runtime::OperationPhase> phases = {}) {
        add({.type = Type::operation_ended, .task = 1, .time = Time(time), .number = id, .count = 200, .phases = phases});
    }
    /// `B0 E5 …`: the phases and times of what was written since, in nanoseconds.
    [[nodiscard]] std::string shape() {
        std::string shape;
        std::string_view text = out_.text();
        for (size_t at = text.find("{\"ph\":\""); at != std::string_view::npos; at = text.find("{\"ph\":\"", at + 1)) {
            if (text[at + 7] == 'M') {
                continue;
            }
            size_t time = text.find("\"ts\":0.", at) + 7;
            shape += (shape.empty() ? "" : " ") + std::string(1, text[at + 7]) + std::to_string(std::stoi(std::string(text.substr(time, 3))));
        }
        return shape;
    }
    [[nodiscard]] std::string text() const { return std::string(out_.text()); }

  private:
    value::Secrets secrets_;
    ChromeTrace format_{secrets_};
    runtime::StepInfo step_{"fetch", "", {}};
    TextBuffer out_;
};

TEST_CASE("a step is a slice of its task's track") {
    Traced seen = trace<ChromeTrace>("main:\n  - { sleep: 1.5, name: nap }\n");
    CHECK(seen.has(R"({"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"main"}},)"));
    CHECK(seen.has(R"({"ph":"B","pid":1,"tid":1,"ts":0.000,"cat":"step","name":"nap","args":{"action":"sleep","place":"flow.yaml:2:7"}},)"));
    CHECK(seen.has(R"({"ph":"E","pid":1,"tid":1,"ts":1500000.000},)"));
    CHECK_FALSE(seen.has("\"cat\":\"wait\""));  // a sleep that sleeps says nothing new
}

TEST_CASE("a wait for a lock is a slice, with an arrow from who releases it") {
    Traced seen = trace<ChromeTrace>(R"(
shared: { guard: lock }
main:
  - gather: [ { lock: guard, sleep: 1 }, { lock: guard, print: x } ]
)");
    CHECK(seen.has(R"({"ph":"B","pid":1,"tid":3,"ts":0.000,"cat":"wait","name":"lock guard"},)"));
    CHECK(seen.has(R"({"ph":"s","pid":1,"tid":2,"ts":1000000.000,"cat":"wake","name":"wake","id":1},)"));
    CHECK(seen.has(R"({"ph":"f","pid":1,"tid":3,"ts":1000000.000,"bp":"e","cat":"wake","name":"wake","id":1},
{"ph":"E","pid":1,"tid":3,"ts":1000000.000},)"));
}

TEST_CASE("phases of a transfer begin when it does, and lie inside of its slice") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.answer(100, 1, {{"connect", Duration(0), Duration(30)}, {"receive", Duration(30), Duration(80)}});
    trace.end(110);
    CHECK(trace.shape() == "B10 B20 X20 X50 E100 E110");
}

TEST_CASE("what happens to a task during a transfer stands between the phases, in the order of time") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.cancel(60);
    trace.cancel(90);
    CHECK(trace.shape() == "B10 B20");
    trace.answer(100, 1, {{"connect", Duration(0), Duration(30)}, {"wait", Duration(30), Duration(80)}});
    trace.end(110);
    CHECK(trace.shape() == "B10 B20 X20 X50 i60 i90 E100 E110");
}

TEST_CASE("what was held back for phases is bounded, and comes before the next slice") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.cancel(30);
    trace.begin(40);
    CHECK(trace.shape() == "B10 B20 i30 B40");
    MadeUp many;
    many.begin(10);
    many.ask(20, 1);
    for (int i = 0; i < 100; ++i) {
        many.cancel(30);
    }
    CHECK(many.shape().size() > 400);
    many.answer(40, 1, {{"wait", Duration(0), Duration(20)}});
    CHECK(many.shape().ends_with("i30 b20 e40 E40"));
}

TEST_CASE("an arrow from a stream that goes on is whole at once, and the phases have a line of their own") {
    MadeUp trace;
    trace.add({.type = Type::task_created, .task = 2, .text = "reader"});
    auto kind = static_cast<uint8_t>(runtime::WaitKind::queue_get);
    trace.begin(10);
    trace.ask(20, 1);
    trace.add({.type = Type::wait_began, .kind = kind, .task = 2, .time = Time(30)});
    trace.add({.type = Type::wait_woken, .kind = kind, .task = 2, .time = Time(40), .number = 1});
    trace.add({.type = Type::wait_ended, .task = 2, .time = Time(41)});
    trace.answer(100, 1, {{"receive", Duration(0), Duration(80)}});
    CHECK(trace.shape() == "B10 B20 B30 s40 f41 E41 b20 e100 E100");
}

TEST_CASE("an arrow from a transfer that ends to one that waits for its connection begins behind the phases") {
    MadeUp trace;
    trace.add({.type = Type::task_created, .task = 2, .text = "other"});
    auto kind = static_cast<uint8_t>(runtime::WaitKind::connection);
    trace.begin(10);
    trace.ask(20, 1);
    trace.add({.type = Type::wait_began, .kind = kind, .task = 2, .time = Time(30)});
    trace.add({.type = Type::wait_woken, .kind = kind, .task = 2, .time = Time(90), .number = 1});
    trace.answer(100, 1, {{"wait", Duration(0), Duration(80)}});
    trace.add({.type = Type::wait_ended, .task = 2, .time = Time(101)});
    CHECK(trace.shape() == "B10 B20 B30 X20 s90 E100 f101 E101");
}

TEST_CASE("phases come after the wait for a connection") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    auto kind = static_cast<uint8_t>(runtime::WaitKind::connection);
    trace.add({.type = Type::wait_began, .kind = kind, .task = 1, .time = Time(21)});
    trace.add({.type = Type::wait_ended, .task = 1, .time = Time(50)});
    trace.answer(100, 1, {{"connect", Duration(0), Duration(90)}});
    trace.end(110);
    CHECK(trace.shape() == "B10 B20 B21 E50 X50 E100 E110");
}

TEST_CASE("phases of a stream that steps went on beside have a line of their own") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.begin(30);
    trace.end(40);
    trace.answer(100, 1, {{"receive", Duration(0), Duration(80)}});
    trace.end(110);
    CHECK(trace.shape() == "B10 B20 B30 E40 b20 e100 E100 E110");
}

TEST_CASE("an operation that ends while one inside of it is open waits for that") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.ask(30, 2);
    trace.answer(40, 1);
    CHECK(trace.shape() == "B10 B20 B30");
    trace.answer(50, 2);
    CHECK(trace.shape() == "B10 B20 B30 E50 E50");
    trace.end(60);
    CHECK(trace.shape() == "B10 B20 B30 E50 E50 E60");
}

TEST_CASE("an operation that outlives its step ends with it") {
    MadeUp trace;
    trace.begin(10);
    trace.ask(20, 1);
    trace.end(30);
    trace.answer(40, 1);
    trace.begin(50);
    trace.end(60);
    CHECK(trace.shape() == "B10 B20 E30 E30 B50 E60");
}

TEST_CASE("what is open when a task or the run ends is closed") {
    Traced seen = trace<ChromeTrace>("shared: { e: event }\nmain: [ { gather: [ { wait: e }, { wait: e } ] } ]");
    size_t begun = 0;
    size_t ended = 0;
    for (size_t at = seen.text.find("\"ph\":\""); at != std::string::npos; at = seen.text.find("\"ph\":\"", at + 1)) {
        begun += seen.text[at + 6] == 'B' ? 1U : 0U;
        ended += seen.text[at + 6] == 'E' ? 1U : 0U;
    }
    CHECK(begun > 0);
    CHECK(begun == ended);
    CHECK(seen.text.ends_with("}}\n]\n"));
}

TEST_CASE("counts are told once they have lasted") {
    Traced seen = trace<ChromeTrace>("main:\n  - gather: { for: i, in: '${{ range(3) }}', do: { sleep: 1 } }\n");
    CHECK(seen.has(R"({"ph":"C","pid":1,"name":"tasks","ts":0.000,"args":{"running":0,"waiting":4}},)"));
    CHECK_FALSE(seen.has(R"("waiting":3)"));
    Traced quick = trace<ChromeTrace>("main:\n  - gather: { for: i, in: '${{ range(9) }}', do: [ { sleep: 0.0001 }, { sleep: 1, if: i < 4 } ] }\n");
    CHECK(quick.has(R"({"ph":"C","pid":1,"name":"tasks","ts":100.000,"args":{"running":0,"waiting":5}},)"));
}

}  // namespace
}  // namespace aiorun::observe
