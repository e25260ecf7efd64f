// YAML that cannot be read, told in our own words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "document/diagnostic.hpp"

namespace aiorun::document {

/// What the parser says, and what was known when it gave up. Places are byte offsets.
struct SyntaxError {
    std::string parser_message;
    uint32_t at = 0;                       ///< where the parser stood
    uint32_t last_end = 0;                 ///< the end of the last thing that was read whole
    std::optional<uint32_t> open_bracket;  ///< the innermost `[` or `{` that is not closed
};

/// Finds out from the text what its author most likely did, and reports that.
void report_syntax_error(const Source& source, const SyntaxError& error, Diagnostics& diagnostics);
void report_second_document(const Source& source, uint32_t at, Diagnostics& diagnostics);

}  // namespace aiorun::document
