#include "expression/template.hpp"

#include <variant>

#include "expression/evaluation.hpp"
#include "expression/located.hpp"
#include "expression/scan.hpp"
#include "value/error.hpp"
#include "value/json.hpp"
#include "value/pool.hpp"

namespace aiorun::expression {

using value::Value;

struct Template::Part : value::Pooled {
    using Text = std::vector<std::variant<std::string_view, Program>>;
    using List = std::vector<Part>;
    using Map = std::vector<std::pair<Value, Part>>;

    std::variant<Value, Program, Text, List, Map> content;
    document::Span span;

    [[nodiscard]] static Part compile(const document::Node& node, NameResolver& names,
                                      document::Diagnostics& diagnostics);
    [[nodiscard]] Value evaluate(const Environment& environment) const;
    void add_names(std::vector<NameReference>& names) const;

  private:
    void compile_text(const document::Node& node, NameResolver& names, document::Diagnostics& diagnostics);
    void compile_list(const document::Node& node, NameResolver& names, document::Diagnostics& diagnostics);
    void compile_map(const document::Node& node, NameResolver& names, document::Diagnostics& diagnostics);
    [[nodiscard]] bool is_constant() const { return std::holds_alternative<Value>(content); }
};

Template::Part Template::Part::compile(const document::Node& node, NameResolver& names,
                                       document::Diagnostics& diagnostics) {
    Part part;
    part.span = node.span();
    if (node.is_list()) {
        part.compile_list(node, names, diagnostics);
    } else if (node.is_map()) {
        part.compile_map(node, names, diagnostics);
    } else if (node.is_string() && has_expression(node.text())) {
        part.compile_text(node, names, diagnostics);
    } else {
        part.content = node.value();
    }
    return part;
}

void Template::Part::compile_text(const document::Node& node, NameResolver& names,
                                  document::Diagnostics& diagnostics) {
    std::string_view text = node.text();
    std::vector<Piece> pieces = scan(text);
    bool whole = is_whole(text, pieces);
    document::TextPlaces places(node);
    Text parts;
    parts.reserve(whole ? 0 : pieces.size());
    for (const Piece& piece : pieces) {
        if (piece.kind == Piece::Kind::unclosed) {
            report_unclosed(places, piece, diagnostics);
        } else if (piece.kind == Piece::Kind::text) {
            parts.emplace_back(text.substr(piece.begin, piece.end - piece.begin));
        } else if (Program program = compile_piece(places, piece, names, diagnostics); whole) {
            content = std::move(program);
            return;
        } else {
            parts.emplace_back(std::move(program));
        }
    }
    content = std::move(parts);
}

void Template::Part::compile_list(const document::Node& node, NameResolver& names,
                                  document::Diagnostics& diagnostics) {
    List items;
    items.reserve(node.size());
    bool constant = true;
    for (size_t i = 0; i < node.size(); ++i) {
        items.push_back(compile(node.item(i), names, diagnostics));
        constant = constant && items.back().is_constant();
    }
    content = constant ? decltype(content)(node.value()) : decltype(content)(std::move(items));
}

void Template::Part::compile_map(const document::Node& node, NameResolver& names,
                                 document::Diagnostics& diagnostics) {
    Map entries;
    entries.reserve(node.size());
    bool constant = true;
    for (size_t i = 0; i < node.size(); ++i) {
        document::Node key = node.key(i);
        if (has_expression(key.text())) {
            bool unquoted = !key.is_quoted() && scan(key.text()).back().kind == Piece::Kind::unclosed;
            diagnostics.error(
                key.source(), key.span(), "expression-key",
                unquoted ? "this expression was read as the key of a map"
                         : "keys are literal, an expression cannot stand in one",
                unquoted ? "an expression that contains `: ` or `{` must be quoted in YAML: \"${{ … }}\""
                         : "make the whole map by an expression: \"${{ {name: value} }}\"");
        }
        entries.emplace_back(Value(key.text()), compile(node.entry(i), names, diagnostics));
        constant = constant && entries.back().second.is_constant();
    }
    content = constant ? decltype(content)(node.value()) : decltype(content)(std::move(entries));
}

namespace {

Value join(const std::vector<std::variant<std::string_view, Program>>& pieces, const Environment& environment) {
    std::string text;
    Evaluation budget(environment, {}, nullptr);
    for (const auto& piece : pieces) {
        if (const auto* literal = std::get_if<std::string_view>(&piece)) {
            text += *literal;
            continue;
        }
        const Program& program = std::get<Program>(piece);
        Value value = program.evaluate(environment);
        if (value.is_failure()) {
            return value;
        }
        if (value.is_string()) {
            text += value.as_string();
        } else if (budget.spend_on(value)) {
            text += value::to_text(value);
        }
        if (budget.is_exhausted() || text.size() > limits::expression_bytes_made) {
            return value::value_error("the text is too large to be made, in ${{ " +
                                      shorten(program.text(), 120) + " }}");
        }
    }
    return text;
}

/// A list in a list, assigned again and again, would nest without end.
Value bounded(Value value) {
    if (value.depth() <= limits::value_depth) {
        return value;
    }
    return value::value_error("the value nests more than " + std::to_string(limits::value_depth) +
                              " levels deep");
}

}  // namespace

Value Template::Part::evaluate(const Environment& environment) const {
    if (const auto* constant = std::get_if<Value>(&content)) {
        return *constant;
    }
    if (const auto* program = std::get_if<Program>(&content)) {
        return program->evaluate(environment);
    }
    if (const auto* text = std::get_if<Text>(&content)) {
        return join(*text, environment);
    }
    if (const auto* list = std::get_if<List>(&content)) {
        std::vector<Value> items;
        items.reserve(list->size());
        for (const Part& part : *list) {
            items.push_back(part.evaluate(environment));
            if (items.back().is_failure()) {
                return std::move(items.back());
            }
        }
        return bounded(value::make_list(std::move(items)));
    }
    value::MapBuilder map;
    for (const auto& [key, part] : std::get<Map>(content)) {
        Value value = part.evaluate(environment);
        if (value.is_failure()) {
            return value;
        }
        map.set(key, std::move(value));
    }
    return bounded(map.build());
}

Template Template::compile(const document::Node& node, NameResolver& names,
                           document::Diagnostics& diagnostics) {
    Template result;
    result.root_ = std::make_unique<Part>(Part::compile(node, names, diagnostics));
    return result;
}

Template Template::constant(Value value) {
    Template result;
    result.root_ = std::make_unique<Part>();
    result.root_->content = std::move(value);
    return result;
}

Template::Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Value Template::evaluate(const Environment& environment) const {
    return root_ ? root_->evaluate(environment) : Value();
}

const Value* Template::constant_value() const noexcept {
    static const Value null;
    return root_ ? std::get_if<Value>(&root_->content) : &null;
}

void Template::Part::add_names(std::vector<NameReference>& names) const {
    if (const auto* program = std::get_if<Program>(&content)) {
        program->add_names(names);
    } else if (const auto* text = std::get_if<Text>(&content)) {
        for (const auto& piece : *text) {
            if (const auto* inside = std::get_if<Program>(&piece)) {
                inside->add_names(names);
            }
        }
    } else if (const auto* list = std::get_if<List>(&content)) {
        for (const Part& part : *list) {
            part.add_names(names);
        }
    } else if (const auto* map = std::get_if<Map>(&content)) {
        for (const auto& [key, part] : *map) {
            part.add_names(names);
        }
    }
}

std::vector<NameReference> Template::names() const {
    std::vector<NameReference> names;
    if (root_) {
        root_->add_names(names);
    }
    return names;
}

document::Span Template::span() const noexcept {
    return root_ ? root_->span : document::Span{};
}

}  // namespace aiorun::expression
