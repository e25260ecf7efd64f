// The hint for `${ … }`, which other languages have and this one writes with two braces.
#pragma once

#include <string>

#include "document/source.hpp"

namespace aiorun::document {

/// What to write in place of a value that was found wrong at `span`; empty when it does not begin with `${`.
[[nodiscard]] std::string brace_hint(const Source& source, Span span);

}  // namespace aiorun::document
