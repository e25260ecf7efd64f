#include "steps/fetch_options.hpp"

#include <algorithm>

#include "http/text.hpp"
#include "http/url.hpp"
#include "steps/fetch_together.hpp"
#include "steps/run.hpp"
#include "steps/url_reference.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

using Place = FetchOption::Place;
using Role = FetchOption::Role;

void check_option(const FetchOption& option, const document::Node& options, const Context& context) {
    Value known = known_value(*options.find(option.key.name));
    if (option.apply == nullptr || known.is_unbound() ||
        (known.is_null() && option.key.presence != Presence::required)) {
        return;
    }
    FetchDraft draft;
    std::vector<FetchProblem> problems;
    option.apply(FetchValue(std::move(known), {Value(option.key.name)}, problems), draft);
    report_problems(options, problems, context);
}

}  // namespace

const FetchOptions::Entry* FetchOptions::find(std::string_view key) const {
    auto found =
        std::ranges::find_if(entries, [&](const Entry& entry) { return entry.option->key.name == key; });
    return found == entries.end() ? nullptr : &*found;
}

FetchOptions FetchOptions::read(const document::Node& map, Place place, const Context& context) {
    FetchOptions options;
    for (const FetchOption& option : fetch_option_table()) {
        bool belongs = option.place == Place::everywhere || option.place == place;
        auto node = belongs ? map.find(option.key.name) : std::nullopt;
        if (!node) {
            continue;
        }
        if (option.apply == nullptr && option.place == Place::everywhere) {
            auto& written = option.key.name == "paginate" ? options.paginate
                            : option.key.name == "stream" ? options.stream
                                                          : options.into;
            written = node;
            continue;
        }
        options.entries.push_back(
            {&option, expression::Template::compile(*node, context.scope(), context.diagnostics())});
        check_option(option, map, context);
    }
    return options;
}

namespace {

/// Puts one request together.
class Assembly {
  public:
    Assembly(const FetchOptions& step, const FetchOptions* defaults, const Frame& frame)
        : step_(step), defaults_(defaults), frame_(frame) {}

    Evaluated<FetchDraft> make() {
        evaluate_step();
        if (defaults_ != nullptr) {
            apply_defaults();
        }
        for (size_t i = 0; i < step_.entries.size(); ++i) {
            apply(*step_.entries[i].option, values_[i]);
        }
        finish();
        if (!error_ && !problems_.empty()) {
            error_ = value::make_error(value::error_type::value, problems_.front().message);
        }
        if (error_) {
            return std::unexpected(std::move(error_));
        }
        return std::move(draft_);
    }

  private:
    void evaluate_step() {
        for (const FetchOptions::Entry& entry : step_.entries) {
            values_.push_back(frame_.evaluate(entry.value));
            const Value& value = values_.back();
            has_body_ = has_body_ || (entry.option->role == Role::body && !value.is_null());
            if (entry.option->key.name == "headers" && value.is_map()) {
                has_authorization_ = std::ranges::any_of(value.as_map(), [](const value::Map::Entry& header) {
                    return header.key.is_string() && !header.value.is_null() &&
                           http::equal_ignoring_case(header.key.as_string(), "authorization");
                });
            }
        }
    }

    /// Whether the step says something in place of this default.
    [[nodiscard]] bool is_replaced(const FetchOption& option) const {
        if (option.role == Role::body && has_body_) {
            return true;
        }
        if (option.key.name == "auth" && has_authorization_) {
            return true;
        }
        for (size_t i = 0; i < values_.size(); ++i) {
            if (step_.entries[i].option == &option) {
                return option.role != Role::merged || values_[i].is_null();
            }
        }
        return false;
    }

    void apply_defaults() {
        for (const FetchOptions::Entry& entry : defaults_->entries) {
            if (entry.option->apply != nullptr && !is_replaced(*entry.option)) {
                apply(*entry.option, frame_.evaluate(entry.value));
            }
        }
    }

    void apply(const FetchOption& option, const Value& value) {
        if (value.is_failure()) {
            error_ = error_ ? error_ : value::ErrorReference(&value.as_failure());
            return;
        }
        if (value.is_null() && option.key.presence != Presence::required) {
            return;
        }
        if (option.role == Role::body && std::exchange(body_, &option) != nullptr) {
            problems_.push_back(
                {{},
                 "a request has one body, found more than one of json, form, body, multipart and "
                 "upload",
                 ""});
            return;
        }
        option.apply(FetchValue(value, {Value(option.key.name)}, problems_), draft_);
    }

    void finish() {
        http::Request& request = draft_.request;
        if (request.method.empty()) {
            bool uploads = std::holds_alternative<http::UploadBody>(request.body);
            bool posts = !std::holds_alternative<std::monostate>(request.body);
            request.method = uploads ? "PUT" : posts ? "POST" : "GET";
        }
        complete_stand_in(request.url);
        complete_stand_in(draft_.base_url);
        if (scheme_of(request.url).empty()) {
            if (draft_.base_url.empty()) {
                problems_.push_back({{},
                                     "the URL \"" + http::shown_url(request.url) +
                                         "\" is relative, and there is no `base_url` under `http:`",
                                     ""});
            }
            request.url = http::join_url(draft_.base_url, request.url);
        }
        if (draft_.save.path.empty()) {
            draft_.sha256 = std::move(draft_.save.sha256);
        } else {
            request.save = std::move(draft_.save);
        }
    }

    /// `~host~/path` in a simulation that does not know the host.
    void complete_stand_in(std::string& url) const {
        bool is_base = &url == &draft_.base_url;
        if (url.starts_with('~') && (is_base || draft_.base_url.empty()) && frame_.run().effects().is_simulated()) {
            url.insert(0, "http://");
        }
    }

    const FetchOptions& step_;
    const FetchOptions* defaults_;
    const Frame& frame_;
    std::vector<Value> values_;  // of the step's entries
    bool has_body_ = false;
    bool has_authorization_ = false;
    const FetchOption* body_ = nullptr;
    FetchDraft draft_{.request = {.method = ""}, .base_url = {}, .save = {}, .sha256 = {}};
    std::vector<FetchProblem> problems_;
    value::ErrorReference error_;
};

}  // namespace

Evaluated<FetchDraft> make_request(const FetchOptions& step, const FetchOptions* defaults,
                                   const Frame& frame) {
    return Assembly(step, defaults, frame).make();
}

}  // namespace aiorun::steps
