// Syntax: what was written, as a tree. Chains of operators of one precedence are one node, so that a long sum
// is wide and not deep; the depth of a tree is bounded by limits::expression_depth.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/source.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

enum class Operator : uint8_t {
    add,
    subtract,
    multiply,
    divide,
    remainder,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    in,
};

/// As it is written: `+`, `in`, …
[[nodiscard]] std::string_view symbol(Operator operation) noexcept;

enum class SyntaxKind : uint8_t {
    literal,      ///< value
    name,         ///< name; rooted when it is written `.name`
    select,       ///< children[0].name, or .?name when optional
    index,        ///< children[0][children[1]], or [?…] when optional
    call,         ///< name(children…); with a target children[0].name(children…)
    list,         ///< children; optional_items says which are written `?item`
    map,          ///< children: key, value, key, value, …; optional_items counts entries
    negate,       ///< -children[0]
    invert,       ///< !children[0]
    chain,        ///< children[0] links[0] children[1] links[1] …, from left to right
    all_of,       ///< children joined by &&
    any_of,       ///< children joined by ||
    conditional,  ///< children: condition, value, condition, value, …, otherwise
};

struct Syntax;
using SyntaxPointer = std::unique_ptr<Syntax>;

struct Link {
    Operator operation;
    uint32_t position;
};

struct Syntax {
    SyntaxKind kind = SyntaxKind::literal;
    bool rooted = false;
    bool optional = false;
    bool has_target = false;
    document::Span span;    ///< all of it
    uint32_t position = 0;  ///< of its operator or name: what an error points to
    uint32_t height = 1;
    value::Value value;
    std::string_view name;  ///< part of the expression's text
    std::vector<SyntaxPointer> children;
    std::vector<Link> links;
    std::vector<bool> optional_items;
};

}  // namespace aiorun::expression
