// What has to hold for a text before YAML is read from it.
#pragma once

#include "document/diagnostic.hpp"

namespace aiorun::document {

/// Size, UTF-8, no control characters but tab and line breaks. Reports the first fault and gives false.
[[nodiscard]] bool check_text(const Source& source, Diagnostics& diagnostics);

}  // namespace aiorun::document
