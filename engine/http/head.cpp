#include "http/head.hpp"

#include <algorithm>
#include <charconv>

#include "http/header_lines.hpp"
#include "http/limits.hpp"
#include "http/text.hpp"

namespace aiorun::http {

void Head::clear() {
    if (text_.capacity() > limits::kept_head) {
        text_ = {};
    }
    text_.clear();
    problem_.clear();
    content_length_.reset();
    bytes_ = 0;
    lines_ = 0;
    status_ = 0;
    complete_ = false;
    encoded_ = false;
    has_coding_ = false;
}

bool Head::fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
}

bool Head::add_line(std::string_view whole) {
    bytes_ += whole.size();
    if (bytes_ > limits::headers || lines_ >= limits::header_lines) {
        return fail("the response's headers are larger than " + std::to_string(limits::headers) +
                    " bytes or more than " + std::to_string(limits::header_lines) + " lines");
    }
    std::string_view line = without_end(whole);
    if (line.empty()) {
        complete_ = true;
    } else if (to_lower(line.front()) == 'h' &&
               equal_ignoring_case(line.substr(0, 5), "HTTP/")) {  // as libcurl does
        return begin(line);
    } else if (lacks_field_for(line)) {
        return fail_for_lack_of_field();
    } else if (is_blank(line.front())) {
        fold(line);
    } else if (!complete_) {  // trailers are not headers
        return add_field(line, whole);
    }
    return true;
}

bool Head::fail_for_lack_of_field() {
    return fail("the first header of the response begins with a blank");
}

/// `HTTP/1.1 200 OK`; libcurl has checked its form, but for what may stand behind three digits.
bool Head::begin(std::string_view status_line) {
    text_.clear();
    content_length_.reset();
    lines_ = 0;
    complete_ = false;
    encoded_ = false;
    has_coding_ = false;
    status_ = 0;
    size_t space = status_line.find(' ');
    std::string_view rest = trim(status_line.substr(std::min(space, status_line.size())));
    constexpr size_t digits = 3;
    size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (count != digits) {
        return fail("the status of the response is no number of three digits");
    }
    std::from_chars(rest.data(), rest.data() + digits, status_);
    return true;
}

/// RFC 9112 5.2: a line that begins with a space belongs to the value before.
void Head::fold(std::string_view line) {
    if (complete_) {
        return;
    }
    text_.resize(without_end(text_).size());
    text_.append(" ").append(to_utf8(trim(line))).append("\n");
}

bool Head::add_field(std::string_view line, std::string_view whole) {
    size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return true;
    }
    if (whole.ends_with('\n') && is_ascii(line)) {
        text_.append(whole);
    } else {
        text_.append(line.substr(0, colon + 1)).append(to_utf8(line.substr(colon + 1))).append("\n");
    }
    ++lines_;
    return note(line.substr(0, colon), line.substr(colon + 1));
}

/// The few headers that matter to us. Names are first told apart by their lengths.
bool Head::note(std::string_view name, std::string_view value) {
    bool spaced = !name.empty() && is_blank(name.back());
    name = spaced ? trim(name) : name;
    switch (name.size()) {
        case std::string_view("content-length").size():
        case std::string_view("transfer-encoding").size():
            return check_framing(name, trim(value), spaced);
        case std::string_view("content-encoding").size():
            encoded_ = encoded_ || equal_ignoring_case(name, "content-encoding");
            break;
        default:
            break;
    }
    return true;
}

/// What says where the body ends has to be beyond doubt: else two readers see two responses.
bool Head::check_framing(std::string_view name, std::string_view value, bool space_before_colon) {
    bool is_length = name == "Content-Length" || equal_ignoring_case(name, "content-length");
    if (!is_length && !equal_ignoring_case(name, "transfer-encoding")) {
        return true;
    }
    if (space_before_colon) {  // RFC 9112 5.1; libcurl would not see such a header
        return fail(is_length ? "the response has a space behind the name Content-Length"
                              : "the response has a space behind the name Transfer-Encoding");
    }
    return is_length ? check_length(value) : check_coding(value);
}

/// Only `chunked` is known; others could be sent only to whom asks for them by TE (RFC 9112 7.4).
bool Head::check_coding(std::string_view text) {
    bool known = equal_ignoring_case(text, "chunked") || equal_ignoring_case(text, "identity");
    if (!known || has_coding_) {
        return fail("the response's Transfer-Encoding is \"" + to_utf8(text.substr(0, 80)) +
                    "\", expected \"chunked\" or none");
    }
    has_coding_ = true;
    return true;
}

/// RFC 9112 6.3: lengths that differ are an attempt to smuggle, or a bug; nobody can know where the body
/// ends.
bool Head::check_length(std::string_view text) {
    while (!text.empty()) {
        size_t comma = std::min(text.find(','), text.size());
        std::string_view item = trim(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        uint64_t length = 0;
        auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), length);
        if (error != std::errc() || end != item.data() + item.size()) {
            return fail("the response's Content-Length is no number");
        }
        if (content_length_ && *content_length_ != length) {
            return fail("the response has conflicting Content-Length headers (" +
                        std::to_string(*content_length_) + " and " + std::to_string(length) + ")");
        }
        content_length_ = length;
    }
    return true;
}

std::optional<std::string_view> Head::find(std::string_view wanted) const noexcept {
    for (std::string_view left = text_; !left.empty();) {
        HeaderLine line = take_line(left);
        if (equal_ignoring_case(line.name, wanted)) {
            return line.value;
        }
    }
    return std::nullopt;
}

std::string Head::joined(std::string_view wanted) const {
    std::string all;
    for (std::string_view left = text_; !left.empty();) {
        HeaderLine line = take_line(left);
        if (equal_ignoring_case(line.name, wanted)) {
            all.append(all.empty() ? "" : ", ").append(line.value);
        }
    }
    return all;
}

value::Value Head::headers() const {
    return header_map(text_);
}

}  // namespace aiorun::http
