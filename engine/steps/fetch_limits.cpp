// Options that bound a transfer, and those that say what becomes of its result.
#include <algorithm>
#include <array>
#include <limits>

#include "http/text.hpp"
#include "steps/fetch_apply.hpp"
#include "value/json.hpp"

namespace aiorun::steps::fetch_apply {
namespace {

constexpr std::array<Key, 2> low_speed_keys{{
    {"limit", Shape::anything, Presence::optional, "1", "bytes a second; 0 switches the limit off"},
    {"time", Shape::duration, Presence::optional, "60s", "for how long"},
}};

constexpr http::StatusRange every_status{0, 999};

/// `200`, `2xx` or `any`.
std::optional<http::StatusRange> parse_expected(const Value& value) {
    std::string text = value.is_int() || value.is_string() ? value::to_text(value) : "";
    if (text == "any") {
        return every_status;
    }
    bool three = text.size() == 3 && text[0] >= '1' && text[0] <= '5';
    if (three && http::equal_ignoring_case(std::string_view(text).substr(1), "xx")) {
        int first = (text[0] - '0') * 100;
        return http::StatusRange{first, first + 99};
    }
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() == 3 && text[0] != '0' && std::ranges::all_of(text, is_digit)) {
        int status = std::stoi(text);
        return http::StatusRange{status, status};
    }
    return std::nullopt;
}

}  // namespace

void timeout(const FetchValue& value, FetchDraft& draft) {
    draft.request.timeout = value.duration();
}

void connect_timeout(const FetchValue& value, FetchDraft& draft) {
    draft.request.connect_timeout = value.duration();
}

void low_speed(const FetchValue& value, FetchDraft& draft) {
    if (!value.check_map(low_speed_keys)) {
        return;
    }
    if (auto limit = value.find("limit")) {
        constexpr auto most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
        draft.request.low_speed.limit = static_cast<int64_t>(std::min(limit->bytes(), most));
    }
    if (auto time = value.find("time")) {
        draft.request.low_speed.time = time->duration();
    }
}

void max_body(const FetchValue& value, FetchDraft& draft) {
    draft.request.max_body = value.bytes();
}

void follow_redirects(const FetchValue& value, FetchDraft& draft) {
    draft.request.redirects.follow = value.boolean();
}

void max_redirects(const FetchValue& value, FetchDraft& draft) {
    int64_t most = std::min<int64_t>(value.integer(0), std::numeric_limits<uint32_t>::max());
    draft.request.redirects.maximum = static_cast<uint32_t>(most);
}

void redirect_headers(const FetchValue& value, FetchDraft& draft) {
    constexpr std::array<std::string_view, 2> words{"drop", "keep"};
    if (auto chosen = value.choice(words)) {
        draft.request.redirects.headers =
            *chosen == 0 ? http::RedirectHeaders::drop : http::RedirectHeaders::keep;
    }
}

void expect(const FetchValue& value, FetchDraft& draft) {
    if (value::as_stand_in(value.value()) != nullptr) {
        return;  // of a simulation: it is not known what is expected
    }
    draft.request.expect.clear();
    for (const FetchValue& item : value.items()) {
        if (auto range = parse_expected(item.value())) {
            draft.request.expect.push_back(*range);
        } else if (item.is_known()) {
            item.refuse("a status such as 200, a class such as `2xx`, a list of them, or `any`");
        }
    }
}

void save(const FetchValue& value, FetchDraft& draft) {
    draft.save.path = value.text();
    if (value.is_known() && draft.save.path.empty()) {
        value.refuse("a path");
    }
}

void sha256(const FetchValue& value, FetchDraft& draft) {
    std::string text = value.text();
    std::ranges::transform(text, text.begin(), http::to_lower);
    if (value.is_known() &&
        (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string::npos)) {
        value.refuse("a digest of 64 hexadecimal digits");
    }
    draft.save.sha256 = std::move(text);
}

void resume(const FetchValue& value, FetchDraft& draft) {
    draft.save.resume = value.boolean();
}

}  // namespace aiorun::steps::fetch_apply
