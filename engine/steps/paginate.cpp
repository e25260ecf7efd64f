#include "steps/paginate.hpp"

#include <array>
#include <unordered_set>
#include <vector>

#include "expression/located.hpp"
#include "http/url.hpp"
#include "steps/fetch_error.hpp"
#include "steps/fetch_response.hpp"
#include "steps/link_header.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/url_reference.hpp"
#include "value/json.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {
namespace {

constexpr std::string_view by_link_header = "link_header";

constexpr std::array<Key, 3> keys{{
    {"next", Shape::anything, Presence::required, "",
     "the URL of the next page as an expression over `response`, null after the last; or `link_header`"},
    {"items", Shape::anything, Presence::optional, "response.json",
     "the items of a page as an expression over `response`"},
    {"limit", Shape::integer, Presence::optional, "none", "the most pages that are fetched"},
}};

Value member(const Value& map, std::string_view key) {
    const Value* found = map.is_map() ? map.as_map().find(key) : nullptr;
    return found == nullptr ? Value() : *found;
}

/// Makes of the request of one page that of the next.
value::ErrorReference turn_page(http::Request& request, const std::string& url) {
    std::string from = origin_of(request.url);
    std::string to = origin_of(url);
    if (from.starts_with("https:") && !to.starts_with("https:")) {
        return value::make_error(value::error_type::value,
                                 "the next page of " + http::shown_url(request.url) + " is " +
                                     http::shown_url(url) + ", which is refused: it is not encrypted");
    }
    if (from != to && request.redirects.headers == http::RedirectHeaders::drop) {
        request.headers.clear();
        request.auth = {};
        request.tls.certificate.clear();
        request.tls.key.clear();
    }
    request.url = from == to ? with_user_of(request.url, url) : url;
    request.query.clear();  // the URL of a further page is complete
    return {};
}

}  // namespace

Paginate::Formula Paginate::read_formula(const document::Node& node, expression::NameResolver& names,
                                         const Context& context) {
    if (!node.is_string()) {
        context.error(node, "wrong-type", "expected an expression, found " + std::string(node.kind_name()));
        return expression::Template();
    }
    if (expression::has_expression(node.text())) {
        return expression::Template::compile(node, names, context.diagnostics());
    }
    expression::Piece all{expression::Piece::Kind::expression, 0, node.text().size()};
    return expression::compile_piece(node, expression::trimmed(node.text(), all), names,
                                     context.diagnostics());
}

Value Paginate::evaluate(const Formula& formula, const Frame& frame) {
    return std::visit([&](const auto& compiled) { return frame.evaluate(compiled); }, formula);
}

Paginate Paginate::read(const document::Node& node, const Context& context) {
    Paginate paginate;
    if (!node.is_map()) {
        context.error(node, "wrong-type", "\"paginate\" is a map, found " + std::string(node.kind_name()),
                      "for example `paginate: { next: link_header }`");
        return paginate;
    }
    Options map(node, keys, "paginate", context);
    ExtraNames names(context.scope(), "response");
    paginate.response_slot_ = names.slot();
    auto next = map.find("next");
    if (next && next->text() != by_link_header) {
        paginate.next_ = read_formula(*next, names, context);
    }
    if (auto items = map.find("items"); items && !items->is_null()) {
        paginate.items_ = read_formula(*items, names, context);
    }
    if (auto limit = map.find("limit"); limit && !limit->is_null()) {
        paginate.limit_ = Operand<int64_t>::read(*limit, "\"limit\" of paginate", context);
        const int64_t* pages = paginate.limit_->constant();
        if (pages != nullptr && *pages < 1) {
            context.error(*limit, "wrong-value",
                          "\"limit\" of paginate is at least 1, found " + std::to_string(*pages));
        }
    }
    return paginate;
}

Value Paginate::next_url(const Frame& frame, const Value& response) const {
    Value next;
    if (next_) {
        next = evaluate(*next_, frame);
    } else if (Value links = member(member(response, "headers"), "link"); links.is_string()) {
        if (auto link = find_link(links.as_string(), "next")) {
            next = Value(std::move(*link));
        }
    }
    if (next.is_null() || next == Value(false)) {
        return Value("");
    }
    if (!next.is_string() && !next.is_failure()) {
        return value::value_error("\"next\" of paginate is the URL of the next page or null, found " +
                                  std::string(value::type_name(next)) + " " + value::to_json(next));
    }
    return next;
}

Value Paginate::items_of(const Frame& frame, const http::Request& request, const Value& response) const {
    Value items = items_ ? evaluate(*items_, frame) : member(response, "json");
    if (value::StandIn* unknown = value::as_stand_in(items)) {
        Value list = unknown->as_list();  // `items` may be all that holds the stand-in
        items = list.is_list() ? std::move(list) : value::make_list({unknown->shown()});
    }
    if (items.is_list() || items.is_failure()) {
        return items;
    }
    if (!items_ && items.is_null()) {
        if (Value problem = response.as_map().problem(Value("json")); problem.is_failure()) {
            return problem;
        }
    }
    return value::value_error(request.method + " " + http::shown_url(value::to_text(member(response, "url"))) +
                              ": \"items\" of paginate is a list, found " + std::string(value::type_name(items)) +
                              " on this page");
}

/// The pages that have been fetched.
class Paginate::Pages {
  public:
    /// False when the URL was fetched before.
    [[nodiscard]] bool enter(const http::Request& request) {
        std::string query = http::encode_query(request.query);
        return fetched_.insert(request.url + (query.empty() ? "" : "&" + query)).second;
    }
    [[nodiscard]] int64_t count() const noexcept { return static_cast<int64_t>(fetched_.size()); }
    void add(const Value& items) {
        for (const Value& item : items.as_list()) {
            items_.push_back(item);
        }
    }
    [[nodiscard]] Value take_items() { return value::make_list(std::move(items_)); }

  private:
    std::unordered_set<std::string> fetched_;
    std::vector<Value> items_;
};

Coro<Completion> Paginate::run(Frame& frame, http::Request request) const {
    Evaluated<int64_t> limit = limit_ ? limit_->evaluate(frame) : Evaluated<int64_t>(INT64_MAX);
    if (!limit) {
        co_return Completion::raised(limit.error());
    }
    Pages pages;
    while (true) {
        if (!pages.enter(request)) {
            co_return value::value_error(request.method + " " + http::shown_url(request.url) +
                                         ": the pages go round in a circle, this one was fetched before; check "
                                         "\"next\" of paginate");
        }
        http::Result<http::Response> page = co_await frame.run().effects().fetch(request);
        if (!page) {
            co_return Completion::raised(transfer_error(page.error(), request));
        }
        value::StandIn* unknown = value::as_stand_in(page->body);
        if (!http::is_expected(request, page->status)) {
            co_return Completion::raised(status_error(request, std::move(*page)));
        }
        std::string page_url = page->url;
        Value response = response_value(std::move(*page), ResponseBody::held);
        frame.slot(response_slot_) = response;
        Value items = items_of(frame, request, response);
        Value next = items.is_failure() || unknown != nullptr ? Value("") : next_url(frame, response);
        if (unknown != nullptr) {
            unknown->assumptions()->assume("how many pages there are is not known: one is assumed");
        }
        frame.slot(response_slot_) = Value::unbound();
        if (items.is_failure() || next.is_failure()) {
            co_return items.is_failure() ? items : next;
        }
        pages.add(items);
        if (next.as_string().empty() || pages.count() >= *limit) {
            co_return pages.take_items();
        }
        std::string url = resolve_reference(page_url, next.as_string());
        if (value::ErrorReference error = turn_page(request, url)) {
            co_return Completion::raised(std::move(error));
        }
    }
}

}  // namespace aiorun::steps
