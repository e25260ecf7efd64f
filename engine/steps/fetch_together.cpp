#include "steps/fetch_together.hpp"

#include <array>

#include "expression/template.hpp"
#include "http/text.hpp"
#include "http/url.hpp"
#include "steps/url_reference.hpp"

namespace aiorun::steps {
namespace {

/// The node that a problem is about, as far as it is written.
document::Node locate(document::Node node, std::span<const Value> path) {
    for (const Value& step : path) {
        if (step.is_int()) {
            node = node.is_list() ? node.item(static_cast<size_t>(step.as_int())) : node;
        } else if (auto found = node.is_map() ? node.find(step.as_string()) : std::nullopt) {
            node = *found;
        }
    }
    return node;
}

bool is_set(const document::Node& options, std::string_view key) {
    auto node = options.find(key);
    return node && !node->is_null();
}

}  // namespace

void report_problems(const document::Node& options, std::span<const FetchProblem> problems,
                     const Context& context) {
    for (const FetchProblem& problem : problems) {
        context.error(locate(options, problem.path), "wrong-value", problem.message, problem.hint);
    }
}

void check_bodies(const document::Node& options, const Context& context) {
    std::string_view first;
    for (const FetchOption& option : fetch_option_table()) {
        if (option.role != FetchOption::Role::body || !is_set(options, option.key.name)) {
            continue;
        }
        if (first.empty()) {
            first = option.key.name;
            continue;
        }
        context.error(*options.find(option.key.name), "conflicting-keys",
                      "a request has one body, found both \"" + std::string(first) + "\" and \"" +
                          std::string(option.key.name) + "\"",
                      "keep one of json, form, body, multipart and upload");
    }
}

void check_url(const document::Node& url, const FetchOptions* defaults, const Context& context) {
    bool is_constant = url.is_string() && !expression::has_expression(url.text());
    std::string scheme = is_constant ? scheme_of(url.text()) : "";
    if (!scheme.empty() && scheme != "http" && scheme != "https") {
        bool is_host = url.text().substr(scheme.size()).starts_with(":") && !url.text().contains("://");
        context.error(url, "wrong-scheme", "the scheme of a URL is http or https, found \"" + scheme + "\"",
                      is_host ? "for a host and a port write http://" + http::shown_url(url.text()) : "");
        return;
    }
    bool is_relative = is_constant ? scheme.empty() : url.is_string() && url.text().starts_with('/');
    bool has_base = defaults != nullptr && defaults->find("base_url") != nullptr;
    if (is_relative && !has_base && !url.text().empty()) {
        context.error(
            url, "relative-url", "this URL is relative, and there is no `base_url` under `http:`",
            "write the whole URL, for example http://127.0.0.1:8080/, or set `http: { base_url: … }`");
    }
}

void check_results(const document::Node& options, const Context& context) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> conflicts{{
        {"stream", "paginate"},
        {"stream", "save"},
        {"stream", "sha256"},
        {"paginate", "save"},
        {"paginate", "sha256"},
    }};
    for (const auto& [one, other] : conflicts) {
        if (is_set(options, one) && is_set(options, other)) {
            context.error(
                *options.find(other), "conflicting-keys",
                "\"" + std::string(other) + "\" has no meaning together with \"" + std::string(one) + "\"",
                "keep one of them");
        }
    }
    auto method = options.find("method");
    if (method && http::equal_ignoring_case(method->text(), "HEAD") && is_set(options, "save")) {
        context.error(*options.find("save"), "conflicting-keys", "the response to a HEAD has no body to save",
                      "take \"save\" away, or use GET");
    }
}

}  // namespace aiorun::steps
