#include "tests/server/incoming.hpp"

#include <algorithm>
#include <charconv>

namespace aiorun::test_server {
namespace {

const std::string* find(const Pairs& pairs, std::string_view name) {
    auto found =
        std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? nullptr : &found->second;
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

void parse_target(Incoming& request) {
    std::string_view target = request.target;
    if (size_t scheme = target.find("://"); scheme != std::string_view::npos && target.front() != '/') {
        request.through_proxy = true;
        size_t slash = target.find('/', scheme + 3);
        target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
    size_t mark = target.find('?');
    request.path = decode_percent(target.substr(0, mark), false);
    std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!query.empty()) {
        size_t end = std::min(query.find('&'), query.size());
        std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        size_t equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(decode_percent(pair.substr(0, equals), true),
                                   decode_percent(pair.substr(std::min(equals + 1, pair.size())), true));
    }
}

void parse_head(Incoming& request, std::string_view head) {
    size_t end = std::min(head.find("\r\n"), head.size());
    std::string_view line = head.substr(0, end);
    size_t first = std::min(line.find(' '), line.size());
    size_t last = line.rfind(' ');
    request.method = line.substr(0, first);
    request.target = last > first ? line.substr(first + 1, last - first - 1)
                                  : line.substr(std::min(first + 1, line.size()));
    while (end < head.size()) {
        size_t start = end + 2;
        end = std::min(head.find("\r\n", start), head.size());
        line = head.substr(start, end - start);
        size_t colon = std::min(line.find(':'), line.size());
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return static_cast<char>(std::tolower(c)); });
        request.headers.emplace_back(std::move(name), trimmed(line.substr(std::min(colon + 1, line.size()))));
    }
    parse_target(request);
}

/// Decodes a chunked body at `start`; gives where it ends, 0 when it is not whole yet.
size_t take_chunks(std::string_view input, size_t start, std::string& body) {
    while (true) {
        size_t line = input.find("\r\n", start);
        if (line == std::string_view::npos) {
            return 0;
        }
        size_t length = 0;
        std::from_chars(input.data() + start, input.data() + line, length, 16);
        start = line + 2;
        if (input.size() < start + length + 2) {
            return 0;
        }
        body.append(input.substr(start, length));
        start += length + 2;
        if (length == 0) {
            return start;
        }
    }
}

}  // namespace

std::string Incoming::header(std::string_view name) const {
    const std::string* value = find(headers, name);
    return value == nullptr ? std::string() : *value;
}

bool Incoming::has_header(std::string_view name) const {
    return find(headers, name) != nullptr;
}

std::string Incoming::parameter(std::string_view name, std::string_view otherwise) const {
    const std::string* value = find(query, name);
    return value == nullptr ? std::string(otherwise) : *value;
}

int64_t Incoming::number(std::string_view name, int64_t otherwise) const {
    return to_number(parameter(name), otherwise);
}

std::string Incoming::segment(size_t index) const {
    std::string_view rest = path;
    for (size_t i = 0; !rest.empty(); ++i) {
        rest.remove_prefix(1);
        size_t end = std::min(rest.find('/'), rest.size());
        if (i == index) {
            return std::string(rest.substr(0, end));
        }
        rest.remove_prefix(end);
    }
    return {};
}

std::optional<Incoming> take_request(std::string& input) {
    size_t end = input.find("\r\n\r\n");
    if (end == std::string::npos) {
        return std::nullopt;
    }
    Incoming request;
    parse_head(request, std::string_view(input).substr(0, end));
    size_t body = end + 4;
    if (request.header("transfer-encoding") == "chunked") {
        size_t after = take_chunks(input, body, request.body);
        if (after == 0) {
            return std::nullopt;
        }
        input.erase(0, after);
        return request;
    }
    auto length = static_cast<size_t>(std::max<int64_t>(to_number(request.header("content-length"), 0), 0));
    if (input.size() < body + length) {
        return std::nullopt;
    }
    request.body = input.substr(body, length);
    input.erase(0, body + length);
    return request;
}

std::string decode_percent(std::string_view text, bool plus_is_space) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ec == std::errc()) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

int64_t to_number(std::string_view text, int64_t otherwise) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? number : otherwise;
}

}  // namespace aiorun::test_server
