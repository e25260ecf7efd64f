#include "observe/otlp_identity.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST_CASE("a traceparent gives the trace and the span around") {
    auto context = parse_trace_parent("00-" + trace_id + "-00f067aa0ba902b7-01");
    REQUIRE(context.has_value());
    CHECK(context->trace_id == trace_id);
    CHECK(context->parent == 0x00f067aa0ba902b7);
    CHECK(context->sampling == Sampling::sampled);
    CHECK(format_trace_parent(trace_id, context->parent, Sampling::sampled) == "00-" + trace_id + "-00f067aa0ba902b7-01");
}

TEST_CASE("a traceparent says whether its trace is recorded") {
    for (auto [flags, sampling] : {std::pair("00", Sampling::none), {"02", Sampling::none}, {"03", Sampling::sampled}}) {
        auto context = parse_trace_parent("00-" + trace_id + "-00f067aa0ba902b7-" + flags);
        REQUIRE(context.has_value());
        CHECK(context->sampling == sampling);
    }
    CHECK(format_trace_parent(trace_id, 1, Sampling::none) == "00-" + trace_id + "-0000000000000001-00");
}

TEST_CASE("a traceparent of a later version may have more") {
    CHECK(parse_trace_parent("01-" + trace_id + "-00f067aa0ba902b7-01-more").has_value());
    CHECK_FALSE(parse_trace_parent("00-" + trace_id + "-00f067aa0ba902b7-01-more").has_value());
}

TEST_CASE("what is no traceparent is not taken for one") {
    for (const std::string& text :
         {std::string(), "00-" + trace_id, "ff-" + trace_id + "-00f067aa0ba902b7-01", "00-" + trace_id + "-0000000000000000-01",
          "00-" + std::string(32, '0') + "-00f067aa0ba902b7-01", "00-" + trace_id + "-00F067AA0BA902B7-01",
          "00-" + trace_id + "-00f067aa0ba902b7-0g", "00_" + trace_id + "-00f067aa0ba902b7-01"}) {
        INFO(text);
        CHECK_FALSE(parse_trace_parent(text).has_value());
    }
}

TEST_CASE("ids are hex digits, never zero, and differ") {
    SpanIds ids;
    SpanIds others;
    std::set<uint64_t> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(ids.next());
        seen.insert(others.next());
    }
    CHECK(seen.size() == 2000);
    CHECK_FALSE(seen.contains(0));
    CHECK(ids.next_trace().size() == 32);
    CHECK(format_span(0xab) == "00000000000000ab");
}

}  // namespace
}  // namespace aiorun::observe
