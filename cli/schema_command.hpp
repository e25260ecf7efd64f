// `aiorun schema`.
#pragma once

namespace aiorun::cli {

/// Prints the JSON Schema of the language.
[[nodiscard]] int schema_command();

}  // namespace aiorun::cli
