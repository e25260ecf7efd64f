#include "observe/report_html.hpp"

#include <string_view>

#include "observe/page_files.hpp"
#include "observe/report_html_data.hpp"
#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

/// A text between tags.
std::string html_text(std::string_view text) {
    std::string out;
    for (char character : text) {
        switch (character) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default: out += character;
        }
    }
    return out;
}

}  // namespace

std::string write_html_report(const RunRecord& record, const PageFacts& facts) {
    std::string_view rest = page_files::document;
    std::string page;
    // The template has each mark once, in this order.
    auto replace = [&](std::string_view mark, std::string_view with) {
        size_t at = rest.find(mark);
        page += rest.substr(0, at);
        page += with;
        rest.remove_prefix(at + mark.size());
    };
    replace("{{title}}", html_text(value::to_valid_utf8(facts.mask(facts.title))));
    replace("{{style}}", page_files::style);
    replace("{{data}}", report_data(record, facts));
    replace("{{script}}", page_files::script);
    page += rest;
    return page;
}

}  // namespace aiorun::observe
