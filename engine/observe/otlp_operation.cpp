#include "observe/otlp_operation.hpp"

#include <algorithm>
#include <charconv>

namespace aiorun::observe {
namespace {

using runtime::OperationEnd;

/// "ConnectionError" of "ConnectionError: what happened".
std::string_view error_type(const TraceEvent& event) { return event.text.substr(0, event.text.find(": ")); }

/// Host and port of `scheme://host:port`; a port that is not said is the scheme's.
void add_server(std::string_view origin, OtlpAttributes& attributes) {
    size_t scheme = origin.find("://");
    std::string_view host = scheme == std::string_view::npos ? origin : origin.substr(scheme + 3);
    int64_t port = origin.starts_with("https:") ? 443 : 80;
    size_t colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
        std::from_chars(host.data() + colon + 1, host.data() + host.size(), port);
        host = host.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    attributes.text("server.address", host).integer("server.port", port);
}

void add_cancelled(const TraceEvent& event, OperationText& text) {
    if (static_cast<OperationEnd::Kind>(event.kind) == OperationEnd::Kind::cancelled) {
        text.attributes.text("aiorun.outcome", "cancelled");  // no error of its own: a race lost, a timeout of the step
    }
}

}  // namespace

OperationText describe_transfer(std::string_view what, std::string_view target, const TraceEvent& event, const ShownText& shown) {
    std::string_view method = what.substr(0, what.find(' '));
    std::string_view url = what.substr(std::min(what.size(), method.size() + 1));
    OperationText text{.name = std::string(method), .attributes = OtlpAttributes(shown)};
    text.attributes.text("http.request.method", method).text("url.full", url);
    add_server(target, text.attributes);
    auto kind = static_cast<OperationEnd::Kind>(event.kind);
    if (event.count != 0) {
        text.attributes.integer("http.response.status_code", event.count);
    }
    if (kind == OperationEnd::Kind::answered) {
        text.attributes.integer("http.response.body.size", event.amount);
        if (event.count >= 400) {
            text.attributes.text("error.type", std::to_string(event.count));
            text.is_error = true;
        }
    } else if (kind == OperationEnd::Kind::failed) {
        text.attributes.text("error.type", error_type(event));
        text.is_error = true;
        text.error = event.text;
    }
    add_cancelled(event, text);
    for (const runtime::OperationPhase& phase : event.phases) {
        text.attributes.seconds("aiorun.phase." + std::string(phase.name), phase.end - phase.begin);
    }
    return text;
}

OperationText describe_process(std::string_view what, std::string_view target, const TraceEvent& event, const ShownText& shown) {
    std::string_view program = target.substr(target.rfind('/') + 1);
    OperationText text{.name = std::string(program), .attributes = OtlpAttributes(shown)};
    text.attributes.text("process.executable.name", program).text("process.command_line", what);
    auto kind = static_cast<OperationEnd::Kind>(event.kind);
    if (kind == OperationEnd::Kind::answered) {
        text.attributes.integer("process.exit.code", event.count);
        if (event.count != 0) {
            text.attributes.text("error.type", std::to_string(event.count));
            text.is_error = true;
            text.error = event.text;
        }
    } else if (kind == OperationEnd::Kind::failed) {
        text.attributes.text("error.type", "ProcessError");
        text.is_error = true;
        text.error = event.text;
    }
    add_cancelled(event, text);
    return text;
}

}  // namespace aiorun::observe
