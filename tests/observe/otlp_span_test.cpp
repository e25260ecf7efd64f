#include "observe/otlp_span.hpp"

#include "observe/otlp_operation.hpp"
#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

const value::Secrets no_secrets;
const ShownText shown(no_secrets);

TEST_CASE("a span is as OTLP's JSON has it: 64-bit numbers as text, ids as hex") {
    OtlpSpan span{.id = 0xb, .parent = 0xa};
    span.add_event("e", 15, OtlpAttributes(shown).text("k", "v\""));
    OtlpAttributes attributes(shown);
    attributes.integer("n", -3).seconds("s", std::chrono::milliseconds(1500));
    OtlpSpanEnd end{.name = "step", .unix_begin = 10, .unix_end = 20, .is_error = true, .error = "no"};
    CHECK(to_json(span, end, attributes, "t", shown) ==
          R"({"traceId":"t","spanId":"000000000000000b","parentSpanId":"000000000000000a","flags":1,"name":"step","kind":1,)"
          R"("startTimeUnixNano":"10","endTimeUnixNano":"20",)"
          R"("attributes":[{"key":"n","value":{"intValue":"-3"}},{"key":"s","value":{"doubleValue":1.500000000}}],)"
          R"("events":[{"timeUnixNano":"15","name":"e","attributes":[{"key":"k","value":{"stringValue":"v\""}}]}],)"
          R"("status":{"code":2,"message":"no"}})");
}

TEST_CASE("a span has a bounded number of events, and says how many more there were") {
    OtlpSpan span{.id = 1};
    for (uint32_t i = 0; i < OtlpSpan::most_events + 5; ++i) {
        span.add_event("e", i, OtlpAttributes(shown));
    }
    std::string json = to_json(span, {.name = "s"}, OtlpAttributes(shown), "t", shown);
    CHECK(json.find(R"("droppedEventsCount":5)") != std::string::npos);
    CHECK(value::parse_json(json)->as_map().find(std::string_view("events"))->as_list().size() == OtlpSpan::most_events);
}

OperationText transfer(const char* what, const char* target, runtime::OperationEnd::Kind kind, int status, const char* outcome) {
    TraceEvent event;
    event.kind = static_cast<uint8_t>(kind);
    event.count = status;
    event.text = outcome;
    return describe_transfer(what, target, event, shown);
}

TEST_CASE("a transfer follows the semantic conventions of HTTP clients") {
    using Kind = runtime::OperationEnd::Kind;
    OperationText found = transfer("GET http://h:8080/x?y=1", "http://h:8080", Kind::answered, 404, "404");
    CHECK(found.name == "GET");
    CHECK(found.is_error);
    CHECK(found.attributes.json() ==
          R"({"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"url.full","value":{"stringValue":"http://h:8080/x?y=1"}},)"
          R"({"key":"server.address","value":{"stringValue":"h"}},{"key":"server.port","value":{"intValue":"8080"}},)"
          R"({"key":"http.response.status_code","value":{"intValue":"404"}},{"key":"http.response.body.size","value":{"intValue":"0"}},)"
          R"({"key":"error.type","value":{"stringValue":"404"}})");
    OperationText failed = transfer("POST https://[::1]/", "https://[::1]", Kind::failed, 0, "ConnectionError: refused");
    CHECK(failed.error == "ConnectionError: refused");
    CHECK(failed.attributes.json().find(R"("error.type","value":{"stringValue":"ConnectionError"})") != std::string::npos);
    CHECK(failed.attributes.json().find(R"("server.address","value":{"stringValue":"::1"}},{"key":"server.port","value":{"intValue":"443"})") != std::string::npos);
    CHECK_FALSE(transfer("GET http://h/", "http://h", Kind::cancelled, 0, "cancelled").is_error);
}

TEST_CASE("a process that fails is an error with its exit code") {
    TraceEvent event;
    event.count = 3;
    event.text = "exited with status 3";
    OperationText text = describe_process("/bin/sh -c x", "/bin/sh", event, shown);
    CHECK(text.name == "sh");
    CHECK(text.is_error);
    CHECK(text.attributes.json().find(R"("process.exit.code","value":{"intValue":"3"})") != std::string::npos);
}

}  // namespace
}  // namespace aiorun::observe
