// What steps make of values that a simulation does not know.
#include "steps/wish.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"
#include "value/stand_in.hpp"

namespace aiorun::testing {
namespace {

class Noted final : public value::Assumptions {
  public:
    void assume(std::string text) override { texts.push_back(std::move(text)); }
    [[nodiscard]] uint32_t count_visit(const void* place, uint64_t) override { return visits[place]++; }
    std::vector<std::string> texts;
    std::map<const void*, uint32_t> visits;
};

/// Every fetch gives `r`, of which only the parts `status`, `text`, … of a response are known to be there.
struct Simulated {
    value::Reference<Noted> noted = value::make_counted<Noted>();
    FakeEffects effects{};

    [[nodiscard]] Outcome run(const std::string& steps) {
        effects.on_fetch = [this](const http::Request&) {
            http::Response response = make_response(200, "");
            response.body = value::StandIn::make({.assumptions = noted, .path = "response"});
            return FakeAnswer{.result = std::move(response)};
        };
        return run_workflow({.text = "main:\n  - fetch: http://a/\n    as: r\n" + steps, .effects = &effects});
    }
};

TEST_CASE("an unknown if runs its step, but not one that raises") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - if: r.json.a == 1\n    print: runs\n"
        "  - if: r.json.b == 1\n    raise: never\n"
        "  - if: r.json.c == 1\n    do:\n      - print: never\n      - raise: never\n"
        "  - if: r.json.d == 1\n    print: runs too\n    else: [ { raise: never } ]\n");
    CHECK(outcome.lines == Lines{"runs", "runs too"});
    CHECK(outcome.error.empty());
    REQUIRE(simulated.noted->texts.size() == 4);
    CHECK(simulated.noted->texts[1] == "whether `r.json.b == 1` holds is not known: it is taken not to hold");
}

TEST_CASE("what is calculated from an unknown value and no list cannot be gone through") {
    for (const char* list : {"has(r.json.b)", "r.json.a > 1", "!r.json.a", "size(r.json.a)", "int(r.json.a)"}) {
        CAPTURE(list);
        Simulated simulated;
        std::string in = std::string("\"${{ ") + list + " }}\"";
        Outcome outcome = simulated.run("  - for: z\n    in: " + in + "\n    do: [ { print: \"${{ z }}\" } ]\n");
        CHECK(outcome.error.find("\"in\" of for is a list or a map, found ") != std::string::npos);
        Simulated another;
        outcome = another.run("  - gather: { for: z, in: " + in + ", do: { print: \"${{ z }}\" } }\n");
        CHECK(outcome.error.find("\"in\" of gather is a list or a map, found ") != std::string::npos);
    }
}

TEST_CASE("an unknown while goes one round") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - assign: { state: \"${{ r.json.state }}\" }\n"
        "  - while: state != 'done'\n    do:\n      - print: round\n      - fetch: http://a/\n        as: r\n"
        "      - assign: { state: \"${{ r.json.state }}\" }\n"
        "  - print: ${{ state }}\n");
    CHECK(outcome.lines == Lines{"round", "done"});
}

TEST_CASE("a loop that waits for an unknown if ends") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - while: 'true'\n    do:\n      - fetch: http://a/\n        as: r\n"
        "      - if: r.json.pending\n        do: [ { print: pending } ]\n        else: [ { return: 1 } ]\n");
    CHECK(outcome.lines == Lines{"pending"});
    CHECK(outcome.result == "1");
}

TEST_CASE("of an unknown switch the first case that does not raise is taken") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - switch:\n      - { when: r.json.a == 1, do: [ { raise: never } ] }\n"
        "      - { when: r.json.a == 2, do: [ { print: taken } ] }\n");
    CHECK(outcome.lines == Lines{"taken"});
}

TEST_CASE("an unknown list has one item, and as many as are bound by name") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - for: item\n    in: ${{ r.json.items }}\n    do: [ { print: \"${{ item.id }}\" } ]\n"
        "  - do: [ { return: \"${{ r.json.pair }}\" } ]\n    shield: true\n    as: [a, b]\n"
        "  - print: \"${{ a.x }} ${{ b.x }}\"\n");
    CHECK(outcome.lines == Lines{"~id~", "~x~ ~x~"});
}

TEST_CASE("operands that have to be of a kind are") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - sleep: ${{ r.json.wait }}\n"
        "  - print: ${{ r.json.wait }}\n"
        "  - fetch: { url: \"http://a/${{ r.json.id }}\", timeout: \"${{ r.json.limit }}\", headers: { x: \"${{ r.json.token }}\" } }\n"
        "  - assert: [ r.json.count > 7, 'r.text.contains(\"ok\")' ]\n"
        "  - return: ${{ r.json.count }}\n");
    CHECK(outcome.error.empty());
    CHECK(outcome.elapsed == 1.0);
    CHECK(simulated.effects.requests.back().url == "http://a/~id~");
    CHECK(outcome.result == "8");
}

TEST_CASE("the cases of a switch that a loop comes to again are taken in turn") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - while: 'true'\n    do:\n      - fetch: http://a/\n        as: r\n"
        "      - switch:\n          - { when: r.json.state == 'pending', do: [ { print: pending } ] }\n"
        "          - { do: [ { break: } ] }\n"
        "  - print: done\n");
    CHECK(outcome.lines == Lines{"pending", "done"});
}

TEST_CASE("a choice inside of an expression that a loop comes to again goes the other way") {
    Simulated simulated;
    Outcome outcome = simulated.run(
        "  - assign: { n: 0 }\n"
        "  - while: n < 2\n    do:\n      - fetch: http://a/\n        as: r\n"
        "      - assign: { n: \"${{ r.json.done ? n : n + 1 }}\" }\n      - print: ${{ n }}\n");
    CHECK(outcome.lines == Lines{"0", "1", "1", "2"});
}

TEST_CASE("mistakes of the workflow fail in a simulation too") {
    Simulated simulated;
    CHECK(simulated.run("  - print: ${{ r.jsn }}\n").error.starts_with("ValueError: no field \"jsn\""));
    CHECK(simulated.run("  - print: ${{ 1 / 0 }}\n").error.starts_with("ValueError: division by zero"));
}

}  // namespace
}  // namespace aiorun::testing
