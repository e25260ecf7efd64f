#include "runtime/completion.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::runtime {

TEST_CASE("a completion made of a value is normal, one made of a failure is raised") {
    Completion normal = Value(1);
    CHECK(normal.is_normal());
    CHECK(normal.value() == Value(1));
    Completion raised = value::value_error("no");
    CHECK(raised.is_raised());
    CHECK(raised.error().message == "no");
}

TEST_CASE("return, break and continue are jumps, errors and normal ends are not") {
    CHECK(Completion::returned(Value(1)).is_jump());
    CHECK(Completion::broke().is_jump());
    CHECK(Completion::continued().is_jump());
    CHECK_FALSE(Completion().is_jump());
    CHECK_FALSE(Completion::cancelled().is_jump());
}

TEST_CASE("a cancellation is the CancelledError alone") {
    CHECK(Completion::cancelled().is_cancelled());
    CHECK(Completion::raised(value::make_error(value::error_type::cancelled, "by hand")).is_cancelled());
    CHECK_FALSE(Completion(value::value_error("no")).is_cancelled());
    CHECK_FALSE(
        Completion::returned(Value(value::make_error(value::error_type::cancelled, ""))).is_cancelled());
}

TEST_CASE("cancellations without a message share one error") {
    CHECK(Completion::cancelled().error_reference() == cancelled_error());
    CHECK(cancelled_error()->message.empty());
}

}  // namespace aiorun::runtime
