// Events on their way from the run's thread to the writer's: TraceRing with TraceDecoder.
#include "observe/trace_ring.hpp"

#include <string>
#include <thread>

#include "observe/trace_codec.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

void put(TraceRing& ring, const TraceEvent& event) {
    encode(event, ring.reserve(encoded_size(event)));
    ring.publish();
}

TraceEvent numbered(uint64_t number, std::string_view text) {
    TraceEvent event;
    event.task = number;
    event.time = Time(static_cast<int64_t>(number) * 3);
    event.text = text;
    return event;
}

/// All that is there; false when one is not the one that was expected.
bool take_all(TraceRing& ring, uint64_t& next) {
    for (auto bytes = ring.peek(); !bytes.empty(); bytes = ring.peek()) {
        TraceDecoder decoder(bytes);
        while (const TraceEvent* event = decoder.next()) {
            if (event->task != next || event->text != std::string(next % 50, 'x')) {
                return false;
            }
            ++next;
        }
        ring.release(bytes.size());
    }
    return true;
}

TEST_CASE("an event comes out of its bytes as it went in") {
    const std::vector<runtime::OperationPhase> phases{{"dns", Duration(1), Duration(2)}, {"receive", Duration(2), Duration(9)}};
    runtime::StepInfo step;
    TraceEvent event;
    event.type = TraceEvent::Type::operation_ended;
    event.outcome = TraceEvent::Outcome::failed;
    event.kind = 2;
    event.task = 7;
    event.time = Time(123);
    event.step = &step;
    event.number = 99;
    event.count = -1;
    event.amount = 1'000'000;
    event.text = "what";
    event.detail = "a longer detail";
    event.phases = phases;
    std::vector<std::byte> bytes(encoded_size(event));
    encode(event, bytes.data());
    TraceDecoder decoder(bytes);
    const TraceEvent* read = decoder.next();
    REQUIRE(read != nullptr);
    CHECK(read->type == event.type);
    CHECK(read->outcome == event.outcome);
    CHECK(read->kind == 2);
    CHECK(read->task == 7);
    CHECK(read->time == Time(123));
    CHECK(read->step == &step);
    CHECK(read->number == 99);
    CHECK(read->count == -1);
    CHECK(read->amount == 1'000'000);
    CHECK(read->text == "what");
    CHECK(read->detail == "a longer detail");
    REQUIRE(read->phases.size() == 2);
    CHECK(read->phases[1].name == "receive");
    CHECK(read->phases[1].end == Duration(9));
    CHECK(decoder.next() == nullptr);
}

TEST_CASE("an event without more than a task, a time and a step takes 32 bytes") {
    TraceEvent event = numbered(1, "");
    CHECK(encoded_size(event) == 32);
    event.detail = "x";
    CHECK(encoded_size(event) == 80);
}

TEST_CASE("records come out of the ring in order, also over its end") {
    TraceRing ring(1024);
    uint64_t put_in = 0;
    uint64_t next = 0;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 1 + round % 5; ++i, ++put_in) {
            put(ring, numbered(put_in, std::string(put_in % 50, 'x')));
        }
        REQUIRE(take_all(ring, next));
        CHECK(next == put_in);
    }
}

TEST_CASE("a run waits for a writer that is a whole ring behind, and loses nothing") {
    constexpr uint64_t count = 200'000;
    TraceRing ring(4096);
    uint64_t next = 0;
    bool in_order = true;
    std::thread writer([&] {
        while (in_order) {
            bool is_last = ring.is_closed();
            in_order = take_all(ring, next);
            if (is_last) {
                return;
            }
            ring.wait(std::chrono::milliseconds(1));
        }
    });
    for (uint64_t i = 0; i < count; ++i) {
        put(ring, numbered(i, std::string(i % 50, 'x')));
    }
    ring.close();
    writer.join();
    CHECK(in_order);
    CHECK(next == count);
}

}  // namespace
}  // namespace aiorun::observe
