#include "steps/step_reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "document/suggest.hpp"
#include "steps/actions.hpp"
#include "steps/call.hpp"
#include "steps/modifiers.hpp"
#include "steps/options.hpp"

namespace aiorun::steps {
namespace {

using document::Node;

bool has_key(std::span<const Key> keys, std::string_view name) {
    return std::ranges::find(keys, name, &Key::name) != keys.end();
}

/// What a step was found to do: an action of the language, or a call of a task.
struct Found {
    Node key;
    Node value;
    const ActionSpec* spec = nullptr;  // null for a call
};

/// All keys of the step that are an action. `do` beside `for` or `while` is theirs, and so on.
std::vector<Found> find_actions(const Node& step, const Context& context) {
    std::vector<Found> found;
    for (size_t i = 0; i < step.size(); ++i) {
        std::string_view name = step.key(i).text();
        const ActionSpec* spec = find_action(name);
        bool comes_again = std::ranges::any_of(found, [&](const Found& each) { return each.key.text() == name; });
        if (!comes_again && (spec != nullptr || context.names().tasks.contains(name))) {
            found.push_back({step.key(i), step.entry(i), spec});
        }
    }
    auto belongs_to_another = [&](const Found& each) {
        return std::ranges::any_of(found, [&](const Found& other) {
            return other.spec != nullptr && other.spec != each.spec && has_key(other.spec->siblings, each.key.text());
        });
    };
    std::vector<Found> own;
    for (const Found& each : found) {
        if (!belongs_to_another(each)) {
            own.push_back(each);
        }
    }
    return own;
}

std::vector<std::string_view> action_words(const Context& context) {
    std::vector<std::string_view> words;
    for (const ActionSpec* spec : all_actions()) {
        words.push_back(spec->name);
    }
    words.insert(words.end(), context.names().task_order.begin(), context.names().task_order.end());
    return words;
}

/// `lib.nope`: what there is in `lib`; else what an action may be.
std::string hint_for_unknown(std::string_view name, const Context& context) {
    size_t dot = name.find('.');
    std::vector<std::string_view> imported;
    for (std::string_view task : context.names().task_order) {
        if (dot != std::string_view::npos && task.starts_with(name.substr(0, dot + 1))) {
            imported.push_back(task);
        }
    }
    return imported.empty() ? "an action of the language, or a task of this file" : "there is " + list_words(imported);
}

void report_no_action(const Node& step, const Context& context) {
    std::vector<std::string_view> words = action_words(context);
    for (size_t i = 0; i < step.size(); ++i) {
        std::string_view name = step.key(i).text();
        bool is_other_key = has_key(modifier_keys(), name) ||
                            std::ranges::any_of(all_actions(), [&](const ActionSpec* spec) {
                                return has_key(spec->siblings, name);
                            });
        if (!is_other_key) {
            context.error(step.key(i), "unknown-action",
                          "unknown action \"" + std::string(name) + "\"" + document::did_you_mean(name, words),
                          hint_for_unknown(name, context));
            return;
        }
    }
    context.error(step, "no-action", "this step has no action, only keys that go with one",
                  "add an action such as `do: […]`, `fetch: URL` or the name of a task");
}

void check_keys(const Node& step, const Found& action, const Context& context) {
    std::span<const Key> siblings = action.spec == nullptr ? std::span<const Key>() : action.spec->siblings;
    std::vector<std::string_view> known;
    for (const Key& key : modifier_keys()) {
        known.push_back(key.name);
    }
    for (const Key& key : siblings) {
        known.push_back(key.name);
        if (key.presence == Presence::required && !step.find(key.name)) {
            context.error(action.key, "missing-key",
                          "\"" + std::string(action.key.text()) + "\" needs the key \"" + std::string(key.name) + "\" beside it",
                          std::string(key.name) + ": " + std::string(key.doc));
        }
    }
    for (size_t i = 0; i < step.size(); ++i) {
        std::string_view name = step.key(i).text();
        if (name == action.key.text() || std::ranges::find(known, name) != known.end()) {
            continue;
        }
        std::string hint;
        if (action.spec != nullptr && has_key(action.spec->options, name)) {
            hint = "it is an option of " + std::string(action.spec->name) + ": write it inside, `" +
                   std::string(action.spec->name) + ": { …, " + std::string(name) + ": … }`";
        }
        context.error(step.key(i), "unknown-key",
                      "a step with \"" + std::string(action.key.text()) + "\" has no key \"" + std::string(name) + "\"" +
                          document::did_you_mean(name, known),
                      hint);
    }
}

std::optional<Found> choose_action(const Node& step, const Context& context) {
    std::vector<Found> found = find_actions(step, context);
    if (found.empty()) {
        report_no_action(step, context);
        return std::nullopt;
    }
    if (found.size() > 1) {
        context.error(found[1].key, "two-actions",
                      "a step has exactly one action, this one has \"" + std::string(found[0].key.text()) + "\" and \"" +
                          std::string(found[1].key.text()) + "\"",
                      "make them two steps, each with a `-` of its own");
        return std::nullopt;
    }
    return found[0];
}

Binding read_as(const Node& node, const Context& context) {
    Binding binding;
    if (!node.is_list()) {
        if (auto slot = read_binding(node, "as", context)) {
            binding.form = Binding::Form::whole;
            binding.slot = *slot;
        }
        return binding;
    }
    binding.form = Binding::Form::items;
    binding.slots = std::make_unique<std::vector<uint32_t>>();
    if (node.size() == 0) {
        context.error(node, "wrong-value", "\"as\" names nothing", "leave it out, or give a name");
    }
    for (size_t i = 0; i < node.size(); ++i) {
        if (auto slot = read_binding(node.item(i), "as", context)) {
            if (std::ranges::find(*binding.slots, *slot) != binding.slots->end() && node.item(i).text() != "_") {
                context.error(node.item(i), "duplicate-name",
                              "\"as\" names \"" + std::string(node.item(i).text()) + "\" twice",
                              "for a result that is not needed, write _");
            }
            binding.slots->push_back(*slot);
        }
    }
    return binding;
}

runtime::StepInfo describe(const Node& step, const Found& action, const Context& context) {
    runtime::StepInfo info;
    info.action = action.key.text();
    if (auto name = step.find("name")) {
        if (name->is_scalar() && !name->is_null()) {
            info.name = name->text();
        } else {
            context.error(*name, "wrong-type", "\"name\" is a text, found " + std::string(name->kind_name()));
        }
    }
    document::Position position = step.source().position(action.key.span().begin);
    info.place = {step.source().name().c_str(), position.line, position.column};
    return info;
}

/// A `name` with expressions in it.
std::optional<expression::Template> read_name_template(const Node& step, const Context& context) {
    auto name = step.find("name");
    if (!name || !name->is_string() || !expression::has_expression(name->text())) {
        return std::nullopt;
    }
    return expression::Template::compile(*name, context.scope(), context.diagnostics());
}

/// The action with its modifiers around it, or nothing when it could not be read.
ActionPointer read_action(const Node& step, const Found& found, const Context& context) {
    // A shielded step is a branch: its names are its own, and what is inside cannot jump out of it.
    std::optional<Context> shielded = context_inside_shield(step, context);
    Context inner = shielded ? *shielded : context;
    ModifierReader modifiers(step, context, inner);
    StepNode node(step, found.key, found.value);
    ActionPointer action =
        found.spec == nullptr ? read_call(node, inner) : found.spec->read(node, inner);
    return action == nullptr ? nullptr : modifiers.wrap(std::move(action));
}

std::optional<Step> read_step(const Node& node, const Context& outer) {
    const Context context = node.is_map() && node.find("as") ? outer.with_value(true) : outer;
    if (!node.is_map()) {
        std::string hint = "for example `- sleep: 2`";
        if (node.is_string() && context.names().tasks.contains(node.text())) {
            hint = "to call a task, write `- " + std::string(node.text()) + ": {}`";
        }
        context.error(node, "wrong-type", "a step is a map with an action, found " + std::string(node.kind_name()), hint);
        return std::nullopt;
    }
    std::optional<Found> found = choose_action(node, context);
    if (!found) {
        return std::nullopt;
    }
    check_keys(node, *found, context);
    Step step;
    step.info = describe(node, *found, context);
    step.name = read_name_template(node, context);
    if (auto condition = node.find("if")) {
        step.condition = expression::compile_condition(*condition, context.scope(), context.diagnostics());
    }
    bool else_is_own = found->spec == nullptr || !has_key(found->spec->siblings, "else");
    if (auto otherwise = node.find("else"); otherwise && else_is_own) {
        if (!step.condition) {
            context.error(*otherwise, "else-without-if", "\"else\" goes with \"if\", and this step has none");
        }
        step.otherwise = std::make_unique<Block>(read_steps(*otherwise, outer, "else"));
    }
    step.action = read_action(node, *found, context);
    if (auto as = node.find("as")) {
        step.binding = read_as(*as, context);
    }
    return step.action == nullptr ? std::nullopt : std::optional(std::move(step));
}

}  // namespace

Block read_steps(const Node& node, const Context& context, std::string_view what,
                 const std::function<void(size_t)>& read) {
    if (!node.is_list()) {
        if (!node.is_null()) {
            context.error(node, "wrong-type",
                          "\"" + std::string(what) + "\" is a list of steps, found " + std::string(node.kind_name()),
                          node.is_map() ? "put a `-` before the step" : "");
        }
        return {};
    }
    std::vector<Step> steps;
    steps.reserve(node.size());
    const Context inside = context.with_value(false);
    for (size_t i = 0; i < node.size(); ++i) {
        if (auto step = read_step(node.item(i), i + 1 == node.size() ? context : inside)) {
            steps.push_back(std::move(*step));
        }
        if (read) {
            read(i + 1);
        }
    }
    return Block(std::move(steps));
}

Block read_body(const Node& node, const Context& context) {
    if (node.is_list()) {
        return read_steps(node, context, "branch");
    }
    std::vector<Step> steps;
    if (auto step = read_step(node, context)) {
        steps.push_back(std::move(*step));
    }
    return Block(std::move(steps));
}

bool is_step_word(std::string_view name) {
    if (find_action(name) != nullptr || has_key(modifier_keys(), name)) {
        return true;
    }
    return std::ranges::any_of(all_actions(),
                               [&](const ActionSpec* spec) { return has_key(spec->siblings, name); });
}

}  // namespace aiorun::steps
