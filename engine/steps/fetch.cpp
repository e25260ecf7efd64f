// `fetch:`: an HTTP transfer.
#include "http/digest.hpp"
#include "http/url.hpp"
#include "steps/actions.hpp"
#include "steps/fetch_defaults.hpp"
#include "steps/fetch_error.hpp"
#include "steps/fetch_options.hpp"
#include "steps/fetch_response.hpp"
#include "steps/fetch_together.hpp"
#include "steps/options.hpp"
#include "steps/paginate.hpp"
#include "steps/request_maker.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/stream_into.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

/// A failure when the body has another digest than the one that is asked for.
Value check_digest(const FetchDraft& draft, const http::Response& response) {
    if (!response.body.is_string()) {
        return {};  // a simulation's stand-in is whatever is wanted
    }
    http::Digest digest;
    digest.add(response.body.as_string());
    std::string found = digest.finish();
    return found == draft.sha256
               ? Value()
               : value::value_error(draft.request.method + " " + http::shown_url(response.url) +
                                    ": the sha256 of the body is " + found + ", expected " + draft.sha256);
}

struct FetchParts {
    RequestMaker maker;
    std::unique_ptr<Paginate> paginate{};
    std::optional<StreamInto> stream{};
};

class Fetch final : public WaitingAction {
  public:
    explicit Fetch(FetchParts parts) : parts_(std::move(parts)) {}

    Coro<Completion> run(Frame& frame) const override {
        Evaluated<DraftReference> made = parts_.maker.make(frame);
        if (!made) {
            co_return Completion::raised(made.error());
        }
        const FetchDraft& draft = **made;
        if (parts_.paginate || parts_.stream) {
            co_return co_await run_on_copy(frame, draft.request);
        }
        http::Result<http::Response> response = co_await frame.run().effects().fetch(draft.request);
        if (!response) {
            co_return Completion::raised(transfer_error(response.error(), draft.request));
        }
        if (!http::is_expected(draft.request, response->status)) {
            co_return Completion::raised(status_error(draft.request, std::move(*response)));
        }
        if (!draft.sha256.empty()) {
            if (Value problem = check_digest(draft, *response); problem.is_failure()) {
                co_return problem;
            }
        }
        ResponseBody body = response->saved ? ResponseBody::elsewhere : ResponseBody::held;
        co_return response_value(std::move(*response), body);
    }
    void visit(ActionVisitor& visitor) const override {
        for (const FetchOptions::Entry& entry : parts_.maker.step().entries) {
            visitor.reads(entry.value);
        }
        if (parts_.stream) {
            parts_.stream->visit(visitor);
        }
    }

  private:
    /// Not in run(), whose frame would hold the copies of the request.
    [[nodiscard]] Coro<Completion> run_on_copy(Frame& frame, const http::Request& request) const {
        return parts_.paginate ? parts_.paginate->run(frame, request) : parts_.stream->run(frame, request);
    }

    FetchParts parts_;
};

FetchOptions read_url(const document::Node& node, const Context& context) {
    FetchOptions options;
    options.entries.push_back({&fetch_option_table().front(),
                               expression::Template::compile(node, context.scope(), context.diagnostics())});
    if (node.is_null() || node.is_list()) {
        context.error(node, "wrong-type",
                      "\"fetch\" is a URL or a map of options, found " + std::string(node.kind_name()),
                      "for example `fetch: http://127.0.0.1:8080/`");
    }
    return options;
}

/// The node of an option that the step has, or else the defaults; none when the step switches it off.
std::optional<document::Node> choose(const std::optional<document::Node>& step, const FetchOptions* defaults,
                                     std::optional<document::Node> FetchOptions::* option) {
    std::optional<document::Node> chosen = step || defaults == nullptr ? step : defaults->*option;
    return chosen && chosen->is_null() ? std::nullopt : chosen;
}

ActionPointer read(const StepNode& step, Context& context) {
    const document::Node& value = step.value();
    const FetchOptions* defaults =
        context.names().http == nullptr ? nullptr : context.names().http->options();
    FetchOptions options;
    if (value.is_map()) {
        Options map(value, fetch_step_keys(), "fetch", context);
        options = FetchOptions::read(value, FetchOption::Place::step, context);
        check_bodies(value, context);
        check_results(value, context);
    } else {
        options = read_url(value, context);
    }
    if (auto url = value.is_map() ? value.find("url") : value) {
        check_url(*url, defaults, context);
    }
    auto paginate = choose(options.paginate, defaults, &FetchOptions::paginate);
    auto stream = choose(options.stream, defaults, &FetchOptions::stream);
    auto into = choose(options.into, defaults, &FetchOptions::into);
    if (!stream && options.into && into) {
        context.error(*into, "missing-key", "\"into\" needs the key \"stream\"",
                      "stream: lines, ndjson or sse");
    }
    FetchParts parts{.maker = RequestMaker(std::move(options), defaults)};
    if (paginate) {
        parts.paginate = std::make_unique<Paginate>(Paginate::read(*paginate, context));
    }
    if (stream) {
        parts.stream = StreamInto::read(*stream, into, context);
    }
    return std::make_unique<Fetch>(std::move(parts));
}

}  // namespace

const ActionSpec fetch_action{
    .name = "fetch",
    .doc = "An HTTP transfer.",
    .main = "url",
    .shape = Shape::text,
    .options = fetch_step_keys(),
    .read = read,
    .result = "{ status, ok, headers, text, json, size, url, elapsed, timings }",
};

}  // namespace aiorun::steps
