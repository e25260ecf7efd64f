// YAML that cannot be read, told in our own words: what its author most likely did, where, and what to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "document/diagnostic.hpp"

namespace aiorun::document {

/// What the parser stumbled over.
enum class SyntaxFault : uint8_t {
    alias,         ///< unknown, or no name after `*` or `&`
    block_header,  ///< what stands behind `|` or `>`
    block_key,     ///< `? ` where no key can begin
    block_value,   ///< `: ` where no value can begin
    block_item,    ///< `- ` where no item can begin
    directive,     ///< a line that begins with `%`
    escape,        ///< in double quotes
    flow_close,    ///< `]` or `}` that closes nothing, or not what is open
    flow_entry,    ///< between brackets: neither `,` nor the closing bracket
    layout,        ///< in a block map or list: what begins neither key nor item
    properties,    ///< anchors or tags
    quote,         ///< not closed
    tab,           ///< in the indentation
    token,         ///< a character that begins nothing
    trailing,      ///< after the end of the document
    other,
};

struct SyntaxError {
    SyntaxFault fault = SyntaxFault::other;
    uint32_t at = 0;                       ///< where the parser stood
    Span last_scalar;                      ///< the last scalar that was read whole
    uint32_t last_end = 0;                 ///< the end of the last thing that was read whole
    std::optional<uint32_t> open_bracket;  ///< the innermost `[` or `{` that is known to be open there
};

void report_syntax_error(const Source& source, const SyntaxError& error, Diagnostics& diagnostics);

}  // namespace aiorun::document
