#include "http/head.hpp"

#include <algorithm>
#include <charconv>

#include "http/text.hpp"

namespace aiorun::http {

void Head::clear() {
    fields_.clear();
    problem_.clear();
    content_length_.reset();
    bytes_ = 0;
    status_ = 0;
    complete_ = false;
}

bool Head::add_line(std::string_view line) {
    bytes_ += line.size();
    if (bytes_ > limits::headers) {
        problem_ = "the response's headers are larger than " + std::to_string(limits::headers) + " bytes";
        return false;
    }
    while (line.ends_with('\n') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (line.starts_with("HTTP/")) {
        return add_status(line);
    }
    if (line.empty()) {
        complete_ = true;
        return true;
    }
    if ((line.front() == ' ' || line.front() == '\t') && !fields_.empty()) {  // folded, RFC 9112 5.2
        fields_.back().value.append(" ").append(trim(line));
        return true;
    }
    return complete_ || add_field(line);  // trailers are not headers
}

/// `HTTP/1.1 200 OK`; libcurl has checked its form.
bool Head::add_status(std::string_view line) {
    fields_.clear();
    content_length_.reset();
    complete_ = false;
    status_ = 0;
    size_t space = line.find(' ');
    if (space != std::string_view::npos) {
        std::string_view number = trim(line.substr(space)).substr(0, 3);
        std::from_chars(number.data(), number.data() + number.size(), status_);
    }
    return true;
}

bool Head::add_field(std::string_view line) {
    size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return true;
    }
    std::string name(trim(line.substr(0, colon)));
    std::transform(name.begin(), name.end(), name.begin(), to_lower);
    std::string_view value = trim(line.substr(colon + 1));
    if (name == "content-length" && !check_length(value)) {
        return false;
    }
    fields_.push_back({std::move(name), to_utf8(value)});
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
            problem_ = "the response's Content-Length is no number";
            return false;
        }
        if (content_length_ && *content_length_ != length) {
            problem_ = "the response has conflicting Content-Length headers (" +
                       std::to_string(*content_length_) + " and " + std::to_string(length) + ")";
            return false;
        }
        content_length_ = length;
    }
    return true;
}

const std::string* Head::find(std::string_view name) const noexcept {
    auto found =
        std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) { return field.name == name; });
    return found == fields_.end() ? nullptr : &found->value;
}

std::string Head::joined(std::string_view name) const {
    std::string all;
    for (const Field& field : fields_) {
        if (field.name == name) {
            all.append(all.empty() ? "" : ", ").append(field.value);
        }
    }
    return all;
}

value::Value Head::take_headers() {
    std::vector<value::Value> cookies;
    value::MapBuilder map;
    for (size_t i = 0; i < fields_.size(); ++i) {
        Field& field = fields_[i];
        if (field.name.empty()) {
            continue;  // joined to an earlier one
        }
        bool is_cookie = field.name == "set-cookie";
        if (is_cookie) {
            cookies.emplace_back(field.value);
        }
        for (size_t other = i + 1; other < fields_.size(); ++other) {
            if (fields_[other].name != field.name) {
                continue;
            }
            if (is_cookie) {
                cookies.emplace_back(std::move(fields_[other].value));
            } else {
                field.value.append(", ").append(fields_[other].value);
            }
            fields_[other].name.clear();
        }
        map.set(std::move(field.name),
                is_cookie ? value::make_list(std::move(cookies)) : value::Value(std::move(field.value)));
    }
    fields_.clear();
    return map.build();
}

}  // namespace aiorun::http
