#include "document/flow_scan.hpp"

#include <algorithm>

#include "document/extent.hpp"
#include "value/limits.hpp"

namespace aiorun::document {
namespace {

/// Whether a quote or bracket at `at` begins a node: inside of a plain text it is a character like any other.
bool begins_node(std::string_view text, size_t from, size_t at) {
    size_t before = at;
    while (before > from && is_blank(text[before - 1])) {
        --before;
    }
    if (before == from || is_break(text[before - 1])) {
        return true;
    }
    char previous = text[before - 1];
    bool is_indicator = previous == ':' || previous == '-' || previous == '?';
    return is_flow_indicator(previous) || (is_indicator && before < at) || previous == '"' ||
           previous == '\'';
}

void open_bracket(FlowScan& scan, size_t at) {
    scan.open.push_back(at);
    ++scan.entries;
    if (scan.open.size() > limits::document_depth && !scan.too_deep) {
        scan.too_deep = at;
    }
}

}  // namespace

FlowScan scan_flow(std::string_view text, size_t from, size_t to, std::optional<size_t> outer) {
    FlowScan scan;
    if (outer) {
        scan.open.push_back(*outer);
        from = std::max(from, *outer + 1);
    }
    for (size_t at = text.substr(0, to).find_first_of("#\"'[]{},", from); at < to;
         at = text.substr(0, to).find_first_of("#\"'[]{},", at + 1)) {
        char c = text[at];
        if (c == '#' && (at == from || is_blank_or_break(text[at - 1]))) {
            at = std::min(text.find_first_of("\r\n", at), to);
        } else if ((c == '"' || c == '\'') && begins_node(text, from, at)) {
            auto end = quoted_end(text.substr(0, to), at);
            if (!end) {
                scan.open_quote = at;
                break;
            }
            at = *end - 1;
        } else if ((c == '[' || c == '{') && (!scan.open.empty() || begins_node(text, from, at))) {
            open_bracket(scan, at);
        } else if ((c == ']' || c == '}') && !scan.open.empty()) {
            scan.open.pop_back();
        } else if (c == ',' && !scan.open.empty()) {
            ++scan.entries;
        }
    }
    return scan;
}

}  // namespace aiorun::document
