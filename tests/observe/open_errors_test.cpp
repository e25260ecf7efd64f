#include "observe/open_errors.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

value::ErrorReference error(const std::string& message = "no") {
    return value::make_error(value::error_type::runtime, message);
}

TEST_CASE("an error holds itself, the errors of a group and its causes") {
    value::ErrorReference inner = error();
    value::ErrorReference group = value::make_error(value::error_type::group, "two");
    group->errors = {error(), inner};
    value::ErrorReference later = error();
    later->cause = group;
    CHECK(holds_error(*inner, *inner));
    CHECK(holds_error(*later, *inner));
    CHECK_FALSE(holds_error(*inner, *later));
}

TEST_CASE("who handles an error learns which tests ended with it, once") {
    OpenErrors errors;
    value::ErrorReference first = error();
    errors.add(first, 3);
    errors.add(first, 5);
    errors.add(error(), 4);
    CHECK(errors.take(*first) == std::vector<size_t>{3, 5});
    CHECK(errors.take(*first).empty());
}

TEST_CASE("a group is covered when tests ended with all of its errors") {
    OpenErrors errors;
    value::ErrorReference group = value::make_error(value::error_type::group, "two");
    group->errors = {error("a"), error("b")};
    errors.add(group->errors[0], 0);
    CHECK_FALSE(errors.cover(*group));
    errors.add(group->errors[1], 1);
    CHECK(errors.cover(*group));
    CHECK_FALSE(errors.cover(*error("a")));
}

TEST_CASE("a loser's error is optional until the race raises it") {
    OpenErrors errors;
    value::ErrorReference loser = error();
    errors.add(loser, 0);
    errors.set_optional(*loser);
    CHECK(errors.entries().front().is_optional);
    errors.set_raised(*error());
    CHECK(errors.entries().front().is_optional);
    value::ErrorReference group = value::make_error(value::error_type::group, "all");
    group->errors = {loser};
    errors.set_raised(*group);
    CHECK_FALSE(errors.entries().front().is_optional);
}

TEST_CASE("only the latest errors are remembered") {
    OpenErrors errors;
    value::ErrorReference first = error();
    errors.add(first, 0);
    for (size_t i = 0; i < OpenErrors::most; ++i) {
        errors.add(error(), i + 1);
    }
    CHECK(errors.entries().size() == OpenErrors::most);
    CHECK(errors.take(*first).empty());
}

}  // namespace
}  // namespace aiorun::observe
