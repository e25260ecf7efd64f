// Expression::explain: what an `assert` that does not hold shows. Rare, so the text is read again rather than
// kept as a tree.
#include <algorithm>
#include <span>

#include "expression/expression.hpp"
#include "expression/parser.hpp"

namespace aiorun::expression {
namespace {

/// Gives the names as they were resolved when the expression was compiled.
class KnownNames final : public NameResolver {
  public:
    explicit KnownNames(std::span<const UsedName> names) : names_(names) {}
    std::optional<ResolvedName> resolve(std::string_view name, document::Span) override {
        auto found = std::ranges::find(names_, name, &UsedName::name);
        return found == names_.end() ? std::nullopt : std::optional(found->resolved);
    }
    bool binds(std::string_view name) const override {
        return std::ranges::find(names_, name, &UsedName::name) != names_.end();
    }

  private:
    std::span<const UsedName> names_;
};

bool is_comparison(const Syntax& syntax) {
    return syntax.kind == SyntaxKind::chain && syntax.links.size() == 1 &&
           syntax.links[0].operation >= Operator::less;
}

/// Names with the fields and items taken of them: `response.status`, `items[i]`.
bool is_path(const Syntax& syntax) {
    if (syntax.kind == SyntaxKind::select || syntax.kind == SyntaxKind::index) {
        return is_path(*syntax.children[0]);
    }
    return syntax.kind == SyntaxKind::name;
}

void collect_paths(const Syntax& syntax, std::vector<const Syntax*>& paths) {
    if (is_path(syntax)) {
        paths.push_back(&syntax);
        return;
    }
    for (const SyntaxPointer& child : syntax.children) {
        collect_paths(*child, paths);
    }
}

/// `TEXT = VALUE` for each part that is no literal and can be evaluated; each text once.
std::string show_parts(std::string_view text, const std::vector<const Syntax*>& parts, KnownNames& names,
                       const Environment& environment) {
    std::string result;
    std::vector<std::string_view> shown;
    for (const Syntax* part : parts) {
        std::string_view source = text.substr(part->span.begin, part->span.end - part->span.begin);
        std::vector<ExpressionError> errors;
        auto program = Expression::compile(source, names, errors, Check::off, Text::borrowed);
        if (!errors.empty() || program->constant() != nullptr ||
            std::ranges::find(shown, source) != shown.end()) {
            continue;  // a literal, or a part that needs the variable of a macro
        }
        value::Value value = program->evaluate(environment);
        if (!value.is_failure()) {
            shown.push_back(source);
            result += (result.empty() ? "" : ", ") + shorten(source, 80) + " = " + show(value);
        }
    }
    return result;
}

}  // namespace

std::string Expression::explain(const Environment& environment) const {
    auto syntax = parse(text_);
    if (!syntax) {
        return {};
    }
    std::vector<const Syntax*> parts;
    if (is_comparison(**syntax)) {
        parts = {(*syntax)->children[0].get(), (*syntax)->children[1].get()};
    } else {
        collect_paths(**syntax, parts);
    }
    KnownNames names(used_names());
    return show_parts(text_, parts, names, environment);
}

}  // namespace aiorun::expression
