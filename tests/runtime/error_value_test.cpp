#include "runtime/error_value.hpp"

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::runtime {

using value::ErrorReference;
using value::make_error;
using value::to_json;

TEST_CASE("an error as a value has its type, message and data") {
    ErrorReference error = make_error("Custom", "no");
    error->data = value::Value(7);
    CHECK(to_json(error_to_value(*error)) == R"({"type":"Custom","message":"no","data":7})");
}

TEST_CASE("what only some errors have stands beside their message") {
    ErrorReference error = make_error(value::error_type::http, "no");
    error->details = value::MapBuilder().set("status", 404).build();
    CHECK(to_json(error_to_value(*error)) ==
          R"({"type":"HTTPError","message":"no","data":null,"status":404})");
}

TEST_CASE("a group as a value has its errors, in order") {
    ErrorReference group = make_error(value::error_type::group, "all");
    group->errors = {make_error("A", "1"), make_error("B", "2")};
    CHECK(to_json(error_to_value(*group)) ==
          R"({"type":"ExceptionGroup","message":"all","data":null,"errors":[)"
          R"({"type":"A","message":"1","data":null},{"type":"B","message":"2","data":null}]})");
}

TEST_CASE("a handler sees also where an error happened, its cause and its attempts") {
    ErrorReference error = make_error("A", "1");
    error->task = "main";
    error->step = "fetch";
    error->place = {"flow.yaml", 3, 1};
    error->attempts = 2;
    error->cause = make_error("B", "2");
    CHECK(to_json(error_to_full_value(*error)) ==
          R"({"type":"A","message":"1","data":null,"task":"main","step":"fetch","line":3,"attempts":2,)"
          R"("cause":{"type":"B","message":"2","data":null,"task":"","step":"","line":null,"cause":null}})");
}

TEST_CASE("an error that was made by no step has no line") {
    CHECK(to_json(error_to_full_value(*make_error("A", ""))).find(R"("line":null)") != std::string::npos);
}

}  // namespace aiorun::runtime
