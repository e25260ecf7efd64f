#include "steps/request_maker.hpp"

#include <algorithm>

#include "http/text.hpp"
#include "http/url.hpp"
#include "steps/run.hpp"
#include "steps/url_reference.hpp"

namespace aiorun::steps {
namespace {

using Entry = FetchOptions::Entry;
using Role = FetchOption::Role;

/// Longer values are not kept for comparing: they would outlive their use.
constexpr size_t longest_kept = 1000;

bool is_constant(const Entry& entry) {
    return entry.value.constant_value() != nullptr;
}

bool is_kept(const Value& value) {
    return value.is_string() ? value.as_string().size() <= longest_kept
                             : value.is_null() || value.is_bool() || value.is_number();
}

bool is_same(const Value& a, const Value& b) {
    return a.kind() == b.kind() && a == b;
}

/// The part of an option's work that does not depend on the others': those parts may be done beforehand.
bool stands_alone(const Entry& entry, const FetchOptions& step, const FetchOptions* defaults) {
    auto varies = [](const FetchOptions* options, auto matches) {
        return options != nullptr && std::ranges::any_of(options->entries, [&](const Entry& other) {
                   return matches(*other.option) && !is_constant(other);
               });
    };
    const FetchOption& option = *entry.option;
    auto is_body = [](const FetchOption& other) { return other.role == Role::body; };
    auto is_it = [&](const FetchOption& other) { return &other == &option; };
    auto is_headers = [](const FetchOption& other) { return other.key.name == "headers"; };
    switch (option.role) {
        case Role::body:
            return !varies(&step, is_body) && !varies(defaults, is_body);
        case Role::merged:
            return !varies(&step, is_it) && !varies(defaults, is_it);
        case Role::single:
            break;
    }
    return option.key.name != "auth" || !varies(&step, is_headers);  // an Authorization replaces it
}

bool sets_authorization(const Entry& entry, const Value& value) {
    return entry.option->key.name == "headers" && value.is_map() &&
           std::ranges::any_of(value.as_map(), [](const value::Map::Entry& header) {
               return header.key.is_string() && !header.value.is_null() &&
                      http::equal_ignoring_case(header.key.as_string(), "authorization");
           });
}

}  // namespace

/// Which entries are done beforehand, and what they make.
struct RequestMaker::Plan {
    std::vector<bool> fixed_step;
    std::vector<bool> fixed_defaults;
    FetchDraft base{.request = {.method = ""}, .base_url = {}, .save = {}, .sha256 = {}};
};

/// Puts a request together, or the part of it that is the same for all.
class RequestMaker::Assembly {
  public:
    Assembly(const RequestMaker& maker, const Plan& plan) : maker_(maker), plan_(plan) {}

    /// Evaluates what varies.
    void evaluate(const Frame& frame) {
        gather(false, [&](const Entry& entry) {
            const Key& key = entry.option->key;
            bool is_quantity = key.shape == Shape::duration || key.name == "max_body";
            return is_quantity ? frame.evaluate_quantity(entry.value) : frame.evaluate(entry.value);
        });
    }

    /// Whether what varies is what it was.
    [[nodiscard]] bool gave(const std::vector<Value>& last) const {
        auto next = last.begin();
        bool same = true;
        each_varying(
            [&](const Value& value) { same = same && next != last.end() && is_same(value, *next++); });
        return same && next == last.end();
    }

    [[nodiscard]] std::vector<Value> varying() const {
        std::vector<Value> values;
        each_varying([&](const Value& value) { values.push_back(value); });
        return values;
    }

    /// What varies, on top of what does not.
    [[nodiscard]] Evaluated<DraftReference> finish(bool simulated) {
        auto draft = std::make_shared<FetchDraft>(plan_.base);
        apply_all(false, *draft);
        complete(*draft, simulated);
        if (!error_ && !problems_.empty()) {
            error_ = value::make_error(value::error_type::value, problems_.front().message);
        }
        if (error_) {
            return std::unexpected(std::move(error_));
        }
        return draft;
    }

    /// What does not vary. False when something is wrong with it, which the next request will say.
    [[nodiscard]] bool make_base(FetchDraft& base) {
        gather(true, [](const Entry&) { return Value::unbound(); });
        apply_all(true, base);
        return problems_.empty() && !error_;
    }

  private:
    /// The values of all options of the step, and of the defaults that are fixed, or are not. `evaluate` is
    /// for those that are not constant.
    template <class Evaluate>
    void gather(bool fixed, Evaluate evaluate) {
        auto value_of = [&](const Entry& entry) {
            const Value* constant = entry.value.constant_value();
            return constant == nullptr ? evaluate(entry) : *constant;
        };
        step_values_.reserve(maker_.step_.entries.size());
        std::ranges::transform(maker_.step_.entries, std::back_inserter(step_values_), value_of);
        look_at_step();
        default_values_.reserve(plan_.fixed_defaults.size());
        for (size_t i = 0; i < plan_.fixed_defaults.size(); ++i) {
            const Entry& entry = maker_.defaults_->entries[i];
            bool wanted = plan_.fixed_defaults[i] == fixed && entry.option->apply != nullptr &&
                          !is_replaced(*entry.option);
            default_values_.push_back(wanted ? value_of(entry) : Value::unbound());
        }
    }

    template <class Function>
    void each_varying(Function function) const {
        for (size_t i = 0; i < step_values_.size(); ++i) {
            if (!plan_.fixed_step[i]) {
                function(step_values_[i]);
            }
        }
        for (const Value& value : default_values_) {
            if (!value.is_unbound()) {
                function(value);
            }
        }
    }

    void look_at_step() {
        for (size_t i = 0; i < step_values_.size(); ++i) {
            const Entry& entry = maker_.step_.entries[i];
            has_body_ = has_body_ || (entry.option->role == Role::body && !step_values_[i].is_null());
            has_authorization_ = has_authorization_ || sets_authorization(entry, step_values_[i]);
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
        for (size_t i = 0; i < step_values_.size(); ++i) {
            if (maker_.step_.entries[i].option == &option) {
                return option.role != Role::merged || step_values_[i].is_null();
            }
        }
        return false;
    }

    void apply_all(bool fixed, FetchDraft& draft) {
        for (size_t i = 0; i < default_values_.size(); ++i) {
            if (!default_values_[i].is_unbound()) {
                apply(*maker_.defaults_->entries[i].option, default_values_[i], draft);
            }
        }
        for (size_t i = 0; i < step_values_.size(); ++i) {
            if (plan_.fixed_step[i] == fixed) {
                apply(*maker_.step_.entries[i].option, step_values_[i], draft);
            }
        }
    }

    void apply(const FetchOption& option, const Value& value, FetchDraft& draft) {
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
        option.apply(FetchValue(value, {Value(option.key.name)}, problems_), draft);
    }

    void complete(FetchDraft& draft, bool simulated) {
        http::Request& request = draft.request;
        if (request.method.empty()) {
            bool uploads = std::holds_alternative<http::UploadBody>(request.body);
            bool posts = !std::holds_alternative<std::monostate>(request.body);
            request.method = uploads ? "PUT" : posts ? "POST" : "GET";
        }
        if (simulated) {
            complete_stand_in(draft);
        }
        if (scheme_of(request.url).empty()) {
            if (draft.base_url.empty()) {
                problems_.push_back({{},
                                     "the URL \"" + http::shown_url(request.url) +
                                         "\" is relative, and there is no `base_url` under `http:`",
                                     ""});
            }
            request.url = http::join_url(draft.base_url, request.url);
        }
        if (draft.save.path.empty()) {
            draft.sha256 = std::move(draft.save.sha256);
        } else {
            request.save = std::move(draft.save);
        }
    }

    /// `~host~/path` in a simulation that does not know the host.
    static void complete_stand_in(FetchDraft& draft) {
        if (draft.request.url.starts_with('~') && draft.base_url.empty()) {
            draft.request.url.insert(0, "http://");
        }
        if (draft.base_url.starts_with('~')) {
            draft.base_url.insert(0, "http://");
        }
    }

    const RequestMaker& maker_;
    const Plan& plan_;
    std::vector<Value> step_values_;
    std::vector<Value> default_values_;  // unbound: not to be applied
    bool has_body_ = false;
    bool has_authorization_ = false;
    const FetchOption* body_ = nullptr;
    std::vector<FetchProblem> problems_;
    value::ErrorReference error_;
};

RequestMaker::RequestMaker(FetchOptions step, const FetchOptions* defaults)
    : step_(std::move(step)), defaults_(defaults) {}
RequestMaker::RequestMaker(RequestMaker&&) noexcept = default;
RequestMaker::~RequestMaker() = default;

const RequestMaker::Plan& RequestMaker::plan() const {
    if (!plan_) {
        auto plan = std::make_unique<Plan>();
        auto is_fixed = [&](const Entry& entry) {
            return is_constant(entry) && stands_alone(entry, step_, defaults_);
        };
        std::ranges::transform(step_.entries, std::back_inserter(plan->fixed_step), is_fixed);
        if (defaults_ != nullptr) {
            std::ranges::transform(defaults_->entries, std::back_inserter(plan->fixed_defaults), is_fixed);
        }
        if (FetchDraft base = plan->base; Assembly(*this, *plan).make_base(base)) {
            plan->base = std::move(base);
        } else {
            plan->fixed_step.assign(plan->fixed_step.size(), false);
            plan->fixed_defaults.assign(plan->fixed_defaults.size(), false);
        }
        plan_ = std::move(plan);
    }
    return *plan_;
}

Evaluated<DraftReference> RequestMaker::make(const Frame& frame) const {
    Assembly assembly(*this, plan());
    assembly.evaluate(frame);
    if (last_ && assembly.gave(last_values_)) {
        return last_;
    }
    Evaluated<DraftReference> made = assembly.finish(frame.run().effects().is_simulated());
    if (std::vector<Value> values = assembly.varying(); made && std::ranges::all_of(values, is_kept)) {
        last_ = *made;
        last_values_ = std::move(values);
    }
    return made;
}

}  // namespace aiorun::steps
