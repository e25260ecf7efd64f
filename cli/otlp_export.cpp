#include "cli/otlp_export.hpp"

#include <charconv>
#include <cstdlib>

#include "cli/run_description.hpp"
#include "http/target_url.hpp"
#include "http/url.hpp"
#include "value/json.hpp"

namespace aiorun::cli {
namespace {

/// How long the end of a run may wait for a collector, and that of one which is ended at once.
constexpr std::chrono::milliseconds longest_wait{3000};
constexpr std::chrono::milliseconds hasty_wait{500};

std::string_view variable(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? std::string_view() : text;
}

int hex_digit(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    size_t digit = digits.find(static_cast<char>(c | 0x20));
    return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

std::string percent_decode(std::string_view text) {
    std::string decoded;
    for (size_t i = 0; i < text.size(); ++i) {
        bool is_escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        if (is_escape) {
            decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

std::string_view trimmed(std::string_view text) {
    size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// What a collector says that took a request only in part, or has a warning:
/// `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}`; 64 bits are text in protobuf's JSON, but not in everybody's.
http::BatchAnswer read_answer(std::string_view answer) {
    auto parsed = value::parse_json(answer);
    const value::Value* part = parsed && parsed->is_map() ? parsed->as_map().find(std::string_view("partialSuccess")) : nullptr;
    if (part == nullptr || !part->is_map()) {
        return {};
    }
    http::BatchAnswer read;
    if (const value::Value* rejected = part->as_map().find(std::string_view("rejectedSpans"))) {
        std::string number = value::to_text(*rejected);
        std::from_chars(number.data(), number.data() + number.size(), read.refused);
    }
    if (const value::Value* message = part->as_map().find(std::string_view("errorMessage")); message != nullptr && !message->is_null()) {
        read.words = value::to_text(*message);
    }
    return read;
}

/// Why spans were lost.
std::string reason(const http::BatchPostSummary& summary) {
    if (!summary.problem.empty()) {
        return summary.problem;
    }
    if (summary.refused == 0) {
        return "there were more than it took in time";
    }
    return "it refused " + std::to_string(summary.refused) + (summary.words.empty() ? "" : ": " + summary.words);
}

/// The spans of the run and of its main task are few, and all others lie in them.
http::Importance importance_of(observe::OtlpPlace place) {
    return place.depth <= 1 ? http::Importance::vital : place.has_children ? http::Importance::needed : http::Importance::ordinary;
}

http::BatchPostOptions post_options(const Observation::Subject& subject, const std::string& url) {
    http::BatchPostOptions options{.url = url, .headers = {{"Content-Type", "application/json"}}};
    options.headers.push_back({"User-Agent", "aiorun/" AIORUN_VERSION});
    for (const char* name : {"OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"}) {
        for (http::Field& header : otlp_headers(variable(name))) {
            options.headers.push_back(std::move(header));
        }
    }
    options.certificates = subject.arguments.insecure ? http::CertificateCheck::insecure : http::CertificateCheck::verify;
    options.prefix = observe::OtlpTrace::request_prefix(describe_start(subject), AIORUN_VERSION, subject.secrets);
    options.suffix = observe::OtlpTrace::request_suffix();
    options.read_answer = read_answer;
    return options;
}

}  // namespace

std::expected<std::string, std::string> otlp_traces_url(const std::string& url) {
    if (auto parsed = http::parse_url({.url = url}); !parsed) {
        return std::unexpected("--otlp: " + parsed.error());
    }
    size_t path = url.find_first_of("/?#", url.find("://") + 3);
    if (path == std::string::npos) {
        return url + "/v1/traces";
    }
    bool has_path = url[path] == '/' && path + 1 < url.size() && url[path + 1] != '?' && url[path + 1] != '#';
    if (has_path) {
        return url;
    }
    return url.substr(0, path) + "/v1/traces" + url.substr(url[path] == '/' ? path + 1 : path);
}

std::vector<http::Field> otlp_headers(std::string_view text) {
    std::vector<http::Field> headers;
    while (!text.empty()) {
        std::string_view entry = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), entry.size() + 1));
        size_t equals = entry.find('=');
        std::string_view name = trimmed(entry.substr(0, equals));
        if (equals == std::string_view::npos || name.empty()) {
            continue;
        }
        std::string value = percent_decode(trimmed(entry.substr(equals + 1)));
        if (value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) {
            headers.push_back({std::string(name), std::move(value)});
        }
    }
    return headers;
}

std::expected<std::unique_ptr<OtlpExport>, std::string> OtlpExport::open(const Observation::Subject& subject) {
    auto url = otlp_traces_url(subject.arguments.otlp);
    if (!url) {
        return std::unexpected(url.error());
    }
    auto around = observe::parse_trace_parent(variable("TRACEPARENT"));
    return std::unique_ptr<OtlpExport>(new OtlpExport(subject, std::move(*url), std::move(around)));
}

OtlpExport::OtlpExport(const Observation::Subject& subject, std::string url, std::optional<observe::TraceContext> around)
    : url_(std::move(url)),
      loop_(subject.loop),
      around_(std::move(around)),
      is_sampled_(!around_ || around_->sampling == observe::Sampling::sampled),
      post_(post_options(subject, url_)),
      trace_(describe_start(subject), around_, subject.secrets,
             [this](std::string span, observe::OtlpPlace place) {
                 return post_.add(std::move(span), {importance_of(place), place.depth});
             }),
      recorder_(subject.loop, subject.secrets, trace_, observe::OtlpTrace::wishes()) {}

std::string OtlpExport::trace_parent(const runtime::Operation& operation) {
    return is_sampled_ ? trace_.trace_parent(operation.id)
                       : observe::format_trace_parent(around_->trace_id, ids_.next(), observe::Sampling::none);
}

std::string OtlpExport::finish(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status,
                               Observation::Haste haste) {
    if (!is_sampled_) {
        return {};
    }
    trace_.finish(describe_end(result, error, exit_status, loop_.now()));
    http::BatchPostSummary summary = post_.finish(haste == Observation::Haste::none ? longest_wait : hasty_wait);
    if (summary.lost > 0) {
        return std::to_string(summary.lost) + " of " + std::to_string(summary.lost + summary.taken) +
               " spans did not reach " + http::shown_url(url_) + ": " + reason(summary);
    }
    return summary.words.empty() ? summary.words : http::shown_url(url_) + " took all spans, and warns: " + summary.words;
}

}  // namespace aiorun::cli
