// contains_text: a matcher that Catch2 v2 and v3 name differently.
#pragma once

#include <string>

#include "tests/support/catch.hpp"

namespace aiorun {

/// Matches a text with `part` in it.
inline auto contains_text(const std::string& part) {
#ifdef AIORUN_CATCH2_V3
    return Catch::Matchers::ContainsSubstring(part);
#else
    return Catch::Matchers::Contains(part);
#endif
}

}  // namespace aiorun
