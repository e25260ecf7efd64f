#include "effects/mocked_answer.hpp"

#include "http/digest.hpp"
#include "http/order.hpp"
#include "http/target_url.hpp"
#include "http/text.hpp"
#include "http/url.hpp"

namespace aiorun::effects {

using http::Failure;
using http::FailureKind;

Failure fail(const http::Request& request, FailureKind kind, const std::string& message) {
    return {.kind = kind,
            .message = request.method + " " + http::shown_url(request.url) + ": " + message,
            .request_sent = kind == FailureKind::timeout};  // a connection that breaks is one that was refused
}

std::string location_of(const http::Request& request, const MockAnswer& answer) {
    bool leads_on = http::is_redirect(answer.status) && request.redirects.follow && !answer.failure;
    for (const auto& [name, text] : answer.headers) {
        if (leads_on && name == "location") {
            return text;
        }
    }
    return {};
}

std::optional<Failure> redirect(http::Request& request, int status, const std::string& location) {
    auto from = http::parse_url(request);
    auto to = from ? http::resolve_location(*from, location) : std::unexpected(from.error());
    if (!to) {
        bool is_scheme = to.error().starts_with("the scheme");
        return fail(request, is_scheme ? FailureKind::value : FailureKind::connection,
                    "redirected to " + http::shown_url(location) + ": " + to.error());
    }
    if (from->scheme == "https" && to->scheme != "https") {
        return fail(request, FailureKind::value,
                    "redirected from https to " + http::shown_url(location) + ", which is refused: it is not encrypted");
    }
    if ((status == 303 && request.method != "HEAD") || (status < 303 && request.method == "POST")) {
        request.method = "GET";
        request.body = {};
    }
    request.url = to->text;
    request.query.clear();
    return std::nullopt;
}

std::optional<Failure> check_body(const http::Request& request, const MockAnswer& answer) {
    if (!answer.body) {
        return std::nullopt;
    }
    if (request.max_body && answer.body->size() > *request.max_body) {
        return fail(request, FailureKind::value, "the body of " + std::to_string(answer.body->size()) + " bytes is over max_body (" +
                                                     std::to_string(*request.max_body) + " bytes)");
    }
    if (!request.save || request.save->sha256.empty() || !http::is_expected(request, answer.status)) {
        return std::nullopt;
    }
    http::Digest digest;
    digest.restart();
    digest.add(*answer.body);
    std::string found = digest.finish();
    bool fits = http::equal_ignoring_case(found, request.save->sha256);
    return fits ? std::nullopt
                : std::optional(fail(request, FailureKind::value, "the sha256 of what came for " + request.save->path + " is " + found +
                                                                      ", expected " + request.save->sha256));
}

}  // namespace aiorun::effects
