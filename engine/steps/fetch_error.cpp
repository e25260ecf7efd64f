#include "steps/fetch_error.hpp"

#include <algorithm>
#include <array>

#include "http/url.hpp"
#include "runtime/completion.hpp"
#include "steps/fetch_response.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {

using value::Value;

namespace {

struct Reason {
    int status;
    std::string_view text;
};
constexpr std::array<Reason, 44> reasons{{
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

constexpr size_t shown_bytes = 200;

/// `200, 404 or 500 to 599`
std::string show_ranges(std::span<const http::StatusRange> ranges) {
    std::string text;
    for (size_t i = 0; i < ranges.size(); ++i) {
        text += i == 0 ? "" : i + 1 == ranges.size() ? " or " : ", ";
        text += std::to_string(ranges[i].first);
        text += ranges[i].first == ranges[i].last ? "" : " to " + std::to_string(ranges[i].last);
    }
    return text;
}

}  // namespace

std::string_view status_reason(int status) noexcept {
    for (const Reason& reason : reasons) {
        if (reason.status == status) {
            return reason.text;
        }
    }
    return {};
}

std::string show_body(std::string_view body) {
    if (body.empty()) {
        return {};
    }
    // Not in the middle of a character that is whole.
    size_t end = std::min(body.size(), shown_bytes);
    while (end < body.size() && end > shown_bytes - 4 &&
           (static_cast<unsigned char>(body[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return "\"" + value::escape_for_terminal(body.substr(0, end)) + (end < body.size() ? "…" : "") + "\"";
}

value::ErrorReference transfer_error(const http::Failure& failure, const http::Request& request) {
    bool repeatable = !failure.request_sent || http::is_idempotent(request.method);
    if (failure.kind == http::FailureKind::cancelled && repeatable) {
        return runtime::cancelled_error();
    }
    // Of a cancellation too: a timeout that makes a TimeoutError of it passes it on.
    bool cancelled = failure.kind == http::FailureKind::cancelled;
    value::ErrorReference error =
        cancelled ? value::make_error(value::error_type::cancelled, "") : http::to_error(failure);
    if (failure.kind == http::FailureKind::http) {
        Value response = failure.response ? response_value(*failure.response, ResponseBody::elsewhere) : Value();
        error->details =
            value::MapBuilder().set("status", failure.status).set("response", std::move(response)).build();
    }
    error->repeatable = repeatable;
    return error;
}

value::ErrorReference status_error(const http::Request& request, http::Response response) {
    std::string_view reason = status_reason(response.status);
    std::string message =
        (response.method.empty() ? request.method : response.method) + " " + http::shown_url(response.url);
    if (!response.redirected_from.empty()) {
        message += " (redirected from " + response.redirected_from + ")";
    }
    message += ": status " + std::to_string(response.status);
    message += (reason.empty() ? "" : " ") + std::string(reason);
    if (response.status < 400) {
        message += ", expected " + show_ranges(request.expect);
    }
    if (response.body.is_string() && !response.body.as_string().empty()) {
        message += ": " + show_body(response.body.as_string());
    }
    value::ErrorReference error = value::make_error(value::error_type::http, std::move(message));
    value::MapBuilder details;
    details.set("status", response.status);
    details.set("response", response_value(std::move(response), ResponseBody::held));
    error->details = details.build();
    error->repeatable = http::is_idempotent(request.method);
    return error;
}

}  // namespace aiorun::steps
