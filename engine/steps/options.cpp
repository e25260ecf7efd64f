#include "steps/options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "document/suggest.hpp"
#include "expression/template.hpp"

namespace aiorun::steps {

bool is_identifier(std::string_view text) noexcept {
    auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; };
    return !text.empty() && is_letter(static_cast<unsigned char>(text[0])) &&
           std::ranges::all_of(text, [&](char c) {
               return is_letter(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) != 0;
           });
}

bool check_mentionable(const document::Node& name, const Context& context) {
    constexpr std::array<std::string_view, 4> words{"in", "true", "false", "null"};
    if (std::ranges::find(words, name.text()) == words.end()) {
        return true;
    }
    context.error(name, "bad-name", "no name may be \"" + std::string(name.text()) + "\": expressions read it as something else",
                  "choose another name");
    return false;
}

bool is_task_name(std::string_view text) noexcept {
    std::string name(text);
    std::ranges::replace(name, '-', '_');
    return is_identifier(name) && !text.starts_with('-');
}

std::string list_words(std::span<const std::string_view> words) {
    std::string text;
    for (size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

Options::Options(document::Node map, std::span<const Key> keys, std::string_view what, const Context& context)
    : map_(map) {
    std::vector<std::string_view> names;
    for (const Key& key : keys) {
        names.push_back(key.name);
        if (key.presence == Presence::required && !map.find(key.name)) {
            context.error(map, "missing-key", std::string(what) + " needs the key \"" + std::string(key.name) + "\"",
                          std::string(key.name) + ": " + std::string(key.doc));
        }
    }
    for (size_t i = 0; i < map.size(); ++i) {
        std::string_view name = map.key(i).text();
        if (std::ranges::find(names, name) == names.end()) {
            context.error(map.key(i), "unknown-key",
                          std::string(what) + " has no key \"" + std::string(name) + "\"" +
                              document::did_you_mean(name, names),
                          "its keys are " + list_words(names));
        }
    }
}

size_t read_choice(const document::Node& node, std::span<const std::string_view> choices, std::string_view what,
                   const Context& context) {
    auto found = node.is_scalar() ? std::ranges::find(choices, node.text()) : choices.end();
    if (found == choices.end()) {
        context.error(node, "wrong-value",
                      std::string(what) + " is " + list_words(choices) + ", found " +
                          (node.is_scalar() ? "\"" + std::string(node.text()) + "\"" : std::string(node.kind_name())) +
                          (node.is_scalar() ? document::did_you_mean(node.text(), choices) : ""));
        return 0;
    }
    return static_cast<size_t>(found - choices.begin());
}

bool check_text(const document::Node& node, std::string_view what, const Context& context) {
    if (node.is_scalar() && !node.is_null()) {
        return true;
    }
    context.error(node, "wrong-type", std::string(what) + " is a text, found " + std::string(node.kind_name()));
    return false;
}

bool check_binding(const document::Node& node, std::string_view key, const Context& context) {
    if (!node.is_scalar() || !is_identifier(node.text())) {
        context.error(node, "bad-name",
                      "\"" + std::string(key) + "\" needs a name: " + std::string(identifier_rule) + "; found " +
                          (node.is_scalar() ? "\"" + std::string(node.text()) + "\"" : std::string(node.kind_name())));
        return false;
    }
    if (!check_mentionable(node, context)) {
        return false;
    }
    const Global* global = context.names().find(node.text());
    if (global != nullptr && global->kind == Global::Kind::variable) {
        context.error(node, "binds-variable",
                      "\"" + std::string(key) + "\" may not name \"" + std::string(node.text()) +
                          "\", which is a variable of the run",
                      "choose another name, or set the variable with `assign`");
        return false;
    }
    return true;
}

std::optional<uint32_t> read_binding(const document::Node& node, std::string_view key, const Context& context) {
    if (!check_binding(node, key, context)) {
        return std::nullopt;
    }
    return context.scope().bind(node.text(), node.span());
}

namespace {

std::string phrase(std::span<const expression::NameKind> kinds) {
    std::string text;
    for (size_t i = 0; i < kinds.size(); ++i) {
        text += i == 0 ? "" : i + 1 == kinds.size() ? " or " : ", ";
        text += kind_phrase(kinds[i]);
    }
    return text;
}

void report_no_shared(const document::Node& node, std::span<const expression::NameKind> kinds,
                      const Context& context) {
    std::vector<std::string_view> candidates;
    for (const auto& [name, global] : context.names().globals) {
        if (std::ranges::find(kinds, global.shared_kind) != kinds.end()) {
            candidates.push_back(name);
        }
    }
    std::ranges::sort(candidates);
    if (!node.is_scalar() || node.is_null()) {
        context.error(node, "wrong-type", "expected the name of " + phrase(kinds) + ", found " + std::string(node.kind_name()));
        return;
    }
    const Global* global = context.names().find(node.text());
    std::string name = "\"" + std::string(node.text()) + "\"";
    if (global != nullptr && global->kind == Global::Kind::shared) {
        context.error(node, "wrong-kind",
                      name + " is " + std::string(kind_phrase(global->shared_kind)) + ", expected " + phrase(kinds),
                      candidates.empty() ? "" : "there is " + list_words(candidates));
        return;
    }
    if (global != nullptr) {
        bool is_param = global->kind == Global::Kind::param;
        context.error(node, "wrong-kind", name + (is_param ? " is a param" : " is a variable") + ", expected " + phrase(kinds),
                      candidates.empty() ? "declare it under `shared:`" : "there is " + list_words(candidates));
        return;
    }
    if (node.text().empty()) {
        context.error(node, "wrong-value", "expected the name of " + phrase(kinds) + ", found an empty text");
        return;
    }
    if (expression::has_expression(node.text())) {
        context.error(node, "unknown-shared", "expected the name of " + phrase(kinds) + ", found an expression",
                      "shared objects are known before the run: write the name itself");
        return;
    }
    context.error(node, "unknown-shared",
                  "there is no shared object " + name + document::did_you_mean(node.text(), candidates),
                  "declare it under `shared:`, for example `shared: { " + std::string(node.text()) + ": " +
                      std::string(kind_phrase(kinds.front())).substr(kind_phrase(kinds.front()).find(' ') + 1) + " }`");
}

}  // namespace

std::optional<uint32_t> read_shared(const document::Node& node, std::span<const expression::NameKind> kinds,
                                    const Context& context) {
    const Global* global = node.is_scalar() ? context.names().find(node.text()) : nullptr;
    if (global == nullptr || global->kind != Global::Kind::shared ||
        std::ranges::find(kinds, global->shared_kind) == kinds.end()) {
        if (!node.is_scalar() || !context.names().ambiguous.contains(node.text())) {
            report_no_shared(node, kinds, context);
        }
        return std::nullopt;
    }
    return global->index;
}

}  // namespace aiorun::steps
