// The data of the HTML report, as JSON that may stand inside of a <script>.
#pragma once

#include <string>

#include "observe/report_html.hpp"

namespace aiorun::observe {

/// Rows are lists of numbers: times in whole microseconds, texts and other rows by their index (-1: none). page/data.js reads
/// it, and names the columns.
[[nodiscard]] std::string report_data(const RunRecord& record, const PageFacts& facts);

/// JSON for a text, in quotes. `<`, `>` and `&` are escaped too, so that neither `</script>` nor `<!--` can come of it.
/// Control characters and what could deceive a reader are shown as escapes, line breaks and tabs stay.
[[nodiscard]] std::string script_string(std::string_view text);

}  // namespace aiorun::observe
