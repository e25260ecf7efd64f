#include "cli/diagnostics.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/contains_text.hpp"

namespace aiorun::cli {

TEST_CASE("errors come before warnings, and too many of them are counted") {
    document::Source source("flow.yaml", std::string(200, 'x'));
    document::Diagnostics diagnostics;
    diagnostics.warning(source, {0, 1}, "w", "a warning");
    for (uint32_t i = 0; i < 60; ++i) {
        diagnostics.error(source, {i, i + 1}, "e", "error number " + std::to_string(i));
    }
    std::string text = render_all(diagnostics, Terminal(ColorChoice::never), {});
    CHECK_THAT(text, Catch::Matchers::StartsWith("flow.yaml:1:1: error: error number 0\n"));
    CHECK_THAT(text, contains_text("error number 49") && !contains_text("error number 50"));
    CHECK_THAT(text, Catch::Matchers::EndsWith("… and 11 more\n"));
}

TEST_CASE("errors are counted in words") {
    CHECK(count_errors(1) == "1 error");
    CHECK(count_errors(2) == "2 errors");
}

}  // namespace aiorun::cli
