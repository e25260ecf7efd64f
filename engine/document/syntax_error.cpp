#include "document/syntax_error.hpp"

namespace aiorun::document {

void report_syntax_error(const Source& source, const SyntaxError& error, Diagnostics& diagnostics) {
    diagnostics.error(source, {error.at, error.at + 1}, "yaml-syntax",
                      "this is not valid YAML: " + error.parser_message);
}

void report_second_document(const Source& source, uint32_t at, Diagnostics& diagnostics) {
    diagnostics.error(source, {at, at + 3}, "second-document",
                      "a second document begins here, a file holds one");
}

}  // namespace aiorun::document
