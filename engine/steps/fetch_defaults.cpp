#include "steps/fetch_defaults.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "steps/fetch_options.hpp"
#include "steps/fetch_together.hpp"
#include "steps/options.hpp"
#include "value/error.hpp"

namespace aiorun::steps {
namespace {

constexpr std::array<Key, 2> limit_keys{{
    {"connections", Shape::integer, Presence::optional, "what open files allow, at most 10000",
     "connections in all"},
    {"per_host", Shape::integer, Presence::optional, "none", "connections to one scheme, host and port"},
}};

void read_limits(const FetchValue& value, http::ClientOptions& client) {
    if (!value.check_map(limit_keys)) {
        return;
    }
    auto read = [&](std::string_view key) -> std::optional<uint32_t> {
        auto found = value.find(key);
        constexpr int64_t most = std::numeric_limits<uint32_t>::max();
        return found ? std::optional(static_cast<uint32_t>(std::min(found->integer(1), most))) : std::nullopt;
    };
    client.max_connections = client.max_connections ? client.max_connections : read("connections");
    client.per_host = read("per_host");
}

void read_client_option(const FetchOption& option, Value value, std::vector<FetchProblem>& problems,
                        http::ClientOptions& client) {
    FetchValue reading(std::move(value), {Value(option.key.name)}, problems);
    if (reading.is_null()) {
        return;
    }
    if (option.key.name == "limits") {
        read_limits(reading, client);
    } else {
        client.user_agent = reading.text();
    }
}

bool is_client_option(const FetchOption& option) {
    return option.apply == nullptr && option.place == FetchOption::Place::defaults;
}

void check_client_options(const document::Node& node, const FetchOptions& options, const Context& context) {
    for (const FetchOptions::Entry& entry : options.entries) {
        if (is_client_option(*entry.option)) {
            std::vector<FetchProblem> problems;
            http::ClientOptions scratch;
            read_client_option(*entry.option, known_value(*node.find(entry.option->key.name)), problems,
                               scratch);
            report_problems(node, problems, context);
        }
    }
}

}  // namespace

FetchDefaults::FetchDefaults() = default;
FetchDefaults::FetchDefaults(FetchDefaults&&) noexcept = default;
FetchDefaults& FetchDefaults::operator=(FetchDefaults&&) noexcept = default;
FetchDefaults::~FetchDefaults() = default;

FetchDefaults FetchDefaults::read(const document::Node& node, const Context& context) {
    FetchDefaults defaults;
    if (!node.is_map()) {
        context.error(node, "wrong-type", "\"http\" is a map, found " + std::string(node.kind_name()),
                      "for example `http: { base_url: \"http://127.0.0.1:8080\" }`");
        return defaults;
    }
    Options map(node, fetch_default_keys(), "http", context);
    defaults.options_ =
        std::make_unique<FetchOptions>(FetchOptions::read(node, FetchOption::Place::defaults, context));
    check_bodies(node, context);
    check_client_options(node, *defaults.options_, context);
    return defaults;
}

Evaluated<http::ClientOptions> FetchDefaults::client_options(
    http::ClientOptions base, const expression::Environment& environment) const {
    std::vector<FetchProblem> problems;
    for (const FetchOptions::Entry& entry :
         options_ ? std::span(options_->entries) : std::span<FetchOptions::Entry>()) {
        if (!is_client_option(*entry.option)) {
            continue;
        }
        Value value = entry.value.evaluate(environment);
        if (value.is_failure()) {
            return std::unexpected(value::ErrorReference(&value.as_failure()));
        }
        read_client_option(*entry.option, std::move(value), problems, base);
    }
    if (!problems.empty()) {
        return std::unexpected(value::make_error(value::error_type::value, problems.front().message));
    }
    return base;
}

}  // namespace aiorun::steps
