// `paginate` of a fetch: the pages one after the other, and their items as one list.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "document/tree.hpp"
#include "expression/program.hpp"
#include "expression/template.hpp"
#include "http/request.hpp"
#include "steps/action.hpp"
#include "steps/context.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

class Paginate {
  public:
    /// The expressions see `response`, the page at hand, and what the step sees.
    [[nodiscard]] static Paginate read(const document::Node& node, const Context& context);

    /// Fetches `request` and what it leads to. A page whose status is not expected raises, as does one that
    /// was fetched before. To another origin goes neither header nor credential, as after a redirect.
    [[nodiscard]] Coro<Completion> run(Frame& frame, http::Request request) const;

  private:
    /// An expression with or without `${{ }}` around it.
    using Formula = std::variant<expression::Program, expression::Template>;
    class Pages;

    [[nodiscard]] static Formula read_formula(const document::Node& node, expression::NameResolver& names,
                                              const Context& context);
    [[nodiscard]] static Value evaluate(const Formula& formula, const Frame& frame);
    /// The URL of the page after `response`; empty when it is the last, a failure when it is no URL.
    [[nodiscard]] Value next_url(const Frame& frame, const Value& response) const;
    /// The list of items on the page; a failure when it is none.
    [[nodiscard]] Value items_of(const Frame& frame, const http::Request& request, const Value& response) const;

    std::optional<Formula> next_;   // none: the Link header
    std::optional<Formula> items_;  // none: the page's JSON
    std::optional<Operand<int64_t>> limit_;
    uint32_t response_slot_ = 0;
};

}  // namespace aiorun::steps
