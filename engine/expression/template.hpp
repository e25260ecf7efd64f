// Template: a YAML value that may hold `${{ EXPR }}`. One that is nothing but an expression is its typed
// value; inside text it is interpolated; lists and maps are templates of their items.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "expression/environment.hpp"
#include "expression/program.hpp"

namespace aiorun::expression {

class Template {
  public:
    /// Compiles the node with everything below it; what is wrong goes to `diagnostics`, with its place in the
    /// file. The node's tree outlives the template.
    [[nodiscard]] static Template compile(const document::Node& node, NameResolver& names,
                                          document::Diagnostics& diagnostics);
    [[nodiscard]] static Template constant(value::Value value);

    Template();
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    /// The value, or a failure.
    [[nodiscard]] value::Value evaluate(const Environment& environment) const;
    /// The value, when it holds no expression.
    [[nodiscard]] const value::Value* constant_value() const noexcept;
    [[nodiscard]] document::Span span() const noexcept;
    /// Where the names lie that its expressions read.
    [[nodiscard]] std::vector<NameReference> names() const;

  private:
    struct Part;
    std::unique_ptr<Part> root_;
};

/// Compiles the bare expression of an `if`, `while`, `when`, `until` or `assert` (`true` and `false` are
/// literals there; a text that is wholly `${{ }}` is accepted as well).
[[nodiscard]] Program compile_condition(const document::Node& node, NameResolver& names,
                                        document::Diagnostics& diagnostics);

/// Whether the text holds a `${{`.
[[nodiscard]] bool has_expression(std::string_view text);

}  // namespace aiorun::expression
