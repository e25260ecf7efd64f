#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/limits.hpp"
#include "http/text.hpp"

namespace aiorun::http {
namespace {

/// The name as a value; those that nearly every response has are shared.
value::Value name_value(std::string_view name) {
    static const std::array<value::Value, 16> common{
        "content-type",  "content-length",   "date",       "server",    "connection",        "etag",
        "last-modified", "accept-ranges",    "vary",       "location",  "transfer-encoding", "cache-control",
        "expires",       "content-encoding", "keep-alive", "set-cookie"};
    for (const value::Value& each : common) {
        if (each.as_string() == name) {
            return each;
        }
    }
    return name;
}

}  // namespace

void Head::clear() {
    if (text_.capacity() > limits::kept_head) {
        text_ = {};
        entries_ = {};
    }
    text_.clear();
    entries_.clear();
    problem_.clear();
    content_length_.reset();
    has_coding_ = false;
    bytes_ = 0;
    status_ = 0;
    complete_ = false;
}

bool Head::fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
}

bool Head::add_line(std::string_view line) {
    bytes_ += line.size();
    if (bytes_ > limits::headers || entries_.size() >= limits::header_lines) {
        return fail("the response's headers are larger than " + std::to_string(limits::headers) +
                    " bytes or more than " + std::to_string(limits::header_lines) + " lines");
    }
    while (line.ends_with('\n') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (equal_ignoring_case(line.substr(0, 5), "HTTP/")) {  // as libcurl reads it
        add_status(line);
    } else if (line.empty()) {
        complete_ = true;
    } else if (line.front() == ' ' || line.front() == '\t') {
        fold(line);
    } else if (!complete_) {  // trailers are not headers
        return add_field(line);
    }
    return true;
}

/// `HTTP/1.1 200 OK`; libcurl has checked its form.
void Head::add_status(std::string_view line) {
    text_.clear();
    entries_.clear();
    content_length_.reset();
    has_coding_ = false;
    complete_ = false;
    status_ = 0;
    size_t space = line.find(' ');
    if (space != std::string_view::npos) {
        std::string_view number = trim(line.substr(space)).substr(0, 3);
        std::from_chars(number.data(), number.data() + number.size(), status_);
    }
}

/// RFC 9112 5.2: a line that begins with a space belongs to the value before.
void Head::fold(std::string_view line) {
    if (entries_.empty() || complete_) {
        return;
    }
    size_t before = text_.size();
    text_.append(" ").append(to_utf8(trim(line)));
    entries_.back().value_length += static_cast<uint32_t>(text_.size() - before);
}

bool Head::add_field(std::string_view line) {
    size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return true;
    }
    std::string_view name = trim(line.substr(0, colon));
    std::string_view value = trim(line.substr(colon + 1));
    Entry entry{static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(name.size()), 0, 0};
    std::transform(name.begin(), name.end(), std::back_inserter(text_), to_lower);
    entry.value = static_cast<uint32_t>(text_.size());
    if (is_utf8(value)) {
        text_ += value;
    } else {
        text_ += to_utf8(value);
    }
    entry.value_length = static_cast<uint32_t>(text_.size() - entry.value);
    entries_.push_back(entry);
    return check_framing(this->name(entry), value, name.size() < colon);
}

/// What says where the body ends has to be beyond doubt: else two readers see two responses.
bool Head::check_framing(std::string_view name, std::string_view value, bool space_before_colon) {
    bool is_length = name == "content-length";
    if (!is_length && name != "transfer-encoding") {
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

std::string_view Head::name(const Entry& entry) const noexcept {
    return std::string_view(text_).substr(entry.name, entry.name_length);
}

std::string_view Head::value(const Entry& entry) const noexcept {
    return std::string_view(text_).substr(entry.value, entry.value_length);
}

std::optional<std::string_view> Head::find(std::string_view wanted) const noexcept {
    for (const Entry& entry : entries_) {
        if (name(entry) == wanted) {
            return value(entry);
        }
    }
    return std::nullopt;
}

std::string Head::joined(std::string_view wanted) const {
    std::string all;
    for (const Entry& entry : entries_) {
        if (name(entry) == wanted) {
            all.append(all.empty() ? "" : ", ").append(value(entry));
        }
    }
    return all;
}

/// Whether an earlier line has the same name.
bool Head::is_repeated(size_t index) const noexcept {
    return std::any_of(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(index),
                       [&](const Entry& entry) { return name(entry) == name(entries_[index]); });
}

value::Value Head::joined_value(size_t first) const {
    std::string_view wanted = name(entries_[first]);
    if (wanted != "set-cookie") {
        bool again = std::any_of(entries_.begin() + static_cast<std::ptrdiff_t>(first) + 1, entries_.end(),
                                 [&](const Entry& entry) { return name(entry) == wanted; });
        return again ? value::Value(joined(wanted)) : value::Value(value(entries_[first]));
    }
    std::vector<value::Value> cookies;
    for (const Entry& entry : entries_) {
        if (name(entry) == wanted) {
            cookies.emplace_back(value(entry));
        }
    }
    return value::make_list(std::move(cookies));
}

value::Value Head::headers() const {
    std::vector<value::Map::Entry> entries;
    entries.reserve(entries_.size());
    for (size_t i = 0; i < entries_.size(); ++i) {
        if (!is_repeated(i)) {
            entries.push_back({name_value(name(entries_[i])), joined_value(i)});
        }
    }
    return value::make_counted<value::Map>(std::move(entries));
}

}  // namespace aiorun::http
