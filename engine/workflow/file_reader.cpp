#include "workflow/file_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "document/suggest.hpp"
#include "steps/actions.hpp"
#include "steps/options.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::workflow {
namespace {

using document::Node;
using steps::Global;
using steps::Key;
using steps::Presence;
using steps::Shape;

constexpr std::array<Key, 10> keys{{
    {"aiorun", Shape::integer, Presence::optional, "1", "the version of the language"},
    {"name", Shape::text, Presence::optional, "", "the workflow's name"},
    {"description", Shape::text, Presence::optional, "", "what it is for"},
    {"import", Shape::map, Presence::optional, "", "other files, whose tasks are called as NAME.TASK"},
    {"params", Shape::map, Presence::optional, "", "the inputs"},
    {"vars", Shape::map, Presence::optional, "", "variables of the whole run, shared by all tasks"},
    {"shared", Shape::map, Presence::optional, "", "shared objects: locks, semaphores, events, queues, …"},
    {"http", Shape::map, Presence::optional, "", "defaults of every fetch"},
    {"tasks", Shape::map, Presence::optional, "", "the tasks, which steps call by name"},
    {"main", Shape::steps, Presence::optional, "", "the steps of the run; a file without it is a library"},
}};

constexpr std::array<Key, 3> keys_of_task{{
    {"params", Shape::map, Presence::optional, "", "the task's params: null when required, else the default"},
    {"description", Shape::text, Presence::optional, "", "what it is for"},
    {"do", Shape::steps, Presence::required, "", "the steps"},
}};

std::string text_of(const std::optional<Node>& node, std::string_view key, const steps::Context& context) {
    if (!node || node->is_null()) {
        return {};
    }
    if (!node->is_scalar()) {
        context.error(*node, "wrong-type", "\"" + std::string(key) + "\" is a text, found " + std::string(node->kind_name()));
        return {};
    }
    return std::string(node->text());
}

/// The params of an imported file are its own: nobody gives them on the command line.
void check_imported_params(const WorkflowFile& imported, const Node& node, const steps::Context& context) {
    for (const Param& param : imported.params) {
        if (!param.fallback && param.env.empty() && param.file.empty()) {
            context.error(node, "unset-param",
                          "the param \"" + param.name + "\" of this file is required, and nothing can give it a value here",
                          "give it a default, an `env` or a `file` there, or make it a param of the task that needs it");
        }
    }
}

/// Whether a key may be meant as `main` or `tasks`: it is reported as an unknown one.
bool has_misspelt_body(const Node& root) {
    std::array<std::string_view, keys.size()> names{};
    std::ranges::transform(keys, names.begin(), &Key::name);
    for (size_t i = 0; i < root.size(); ++i) {
        auto meant = document::suggest(root.key(i).text(), names);
        if (std::ranges::find(names, root.key(i).text()) == names.end() && (meant == "main" || meant == "tasks")) {
            return true;
        }
    }
    return false;
}

/// What the first value of a variable sees: params, and the variables that stand above it.
class EarlierNames final : public expression::NameResolver {
  public:
    EarlierNames(steps::Scope& scope, uint32_t variable, const HiddenParams& hidden_params,
                 document::Diagnostics& diagnostics)
        : scope_(scope), variable_(variable), hidden_params_(hidden_params), diagnostics_(diagnostics) {}

    [[nodiscard]] std::optional<expression::ResolvedName> resolve(std::string_view name, document::Span span) override {
        const Global* global = scope_.file().find(name);
        bool is_param = global == nullptr || global->kind == Global::Kind::param;
        if (is_param || (global->kind == Global::Kind::variable && global->index < variable_)) {
            return scope_.resolve(name, span);
        }
        if (auto hidden = hidden_params_.find(name); hidden != hidden_params_.end()) {
            return expression::ResolvedName{{expression::NameReference::Space::global, hidden->second.index}};
        }
        bool is_shared = global->kind == Global::Kind::shared;
        diagnostics_.error(scope_.source(), span, "unknown-name",
                           "\"" + std::string(name) + "\" is not there yet when the variables get their first values",
                           is_shared ? "shared objects come after them" : "variables see params, and the variables above them");
        return std::nullopt;
    }
    [[nodiscard]] bool binds(std::string_view name) const override { return scope_.binds(name); }

  private:
    steps::Scope& scope_;
    uint32_t variable_;
    const HiddenParams& hidden_params_;
    document::Diagnostics& diagnostics_;
};

}  // namespace

std::span<const Key> file_keys() { return keys; }
std::span<const Key> task_keys() { return keys_of_task; }

void FileReader::read() {
    Node root = file_.tree->root();
    file_.scope = std::make_unique<steps::Scope>(steps::Scope::Role::file, nullptr, file_.names, *file_.source, diagnostics_);
    if (!root.is_map()) {
        diagnostics_.error(*file_.source, root.span(), "wrong-type",
                           "a workflow is a map with `main` or `tasks`, found " + std::string(root.kind_name()));
        return;
    }
    read_header(root);
    auto each = [&](std::string_view key, void (FileReader::*read)(const Node&)) {
        if (auto node = root.find(key); node && !node->is_null()) {
            (this->*read)(*node);
        }
    };
    // All that can be named comes before all that names it.
    each("import", &FileReader::read_imports);
    each("params", &FileReader::read_params);
    each("vars", &FileReader::declare_variables);
    each("shared", &FileReader::declare_shared);
    each("tasks", &FileReader::declare_tasks);
    each("vars", &FileReader::read_variables);
    each("shared", &FileReader::read_shared);
    if (auto http = root.find("http"); http && !http->is_null()) {
        file_.http = steps::FetchDefaults::read(*http, context());
    }
    file_.names.http = &file_.http;
    each("tasks", &FileReader::read_tasks);
    if (auto main = root.find("main")) {
        read_main(*main);
    }
    file_.scope->finish();
    if (trees_ == Trees::forgotten) {
        file_.tree->forget();
    }
}

/// The steps of a task. In a large file they are most of the tree, which is given back as they are read.
steps::Block FileReader::read_body(const Node& list, const steps::Context& context, std::string_view what) {
    constexpr size_t stretch = 4096;  // finding the nodes of so many steps is little beside reading them
    if (trees_ == Trees::kept || !list.is_list() || list.size() < stretch) {
        return steps::read_steps(list, context, what);
    }
    return steps::read_steps(list, context, what, [&](size_t read) {
        if (read % stretch == 0) {
            file_.tree->forget_items(list, read);
        }
    });
}

void FileReader::read_header(const Node& root) {
    steps::Options map(root, keys, "a workflow", context());
    if (auto version = map.find("aiorun")) {
        bool is_number = version->kind() == document::NodeKind::integer || version->kind() == document::NodeKind::number;
        if (!is_number || version->value().to_double() != 1) {
            std::string found(is_number ? version->text() : version->kind_name());
            context().error(*version, "unknown-version", "this aiorun knows version 1 of the language, found " + found,
                            version->text() == "1" ? "the version is a number: leave out the quotes" : "");
        }
    }
    file_.name = text_of(map.find("name"), "name", context());
    file_.description = text_of(map.find("description"), "description", context());
    if (!map.find("main") && !map.find("tasks") && !has_misspelt_body(root)) {
        context().error(root, "missing-key", "a workflow needs `main`, or `tasks` when it is a library",
                        "main: the steps to run");
    }
}

bool FileReader::expect_map(const Node& node, std::string_view key) {
    if (!node.is_map()) {
        context().error(node, "wrong-type", "\"" + std::string(key) + "\" is a map, found " + std::string(node.kind_name()));
        return false;
    }
    return true;
}

void FileReader::report_bad_name(const Node& key, std::string_view what, std::string_view rule) {
    context().error(key, "bad-name",
                    std::string(what) + " is " + std::string(rule) + "; found \"" + std::string(key.text()) + "\"");
}

/// Gives a name its place; reports what is no name, and what is named already. A variable may hide a param: names are looked
/// for among the variables first.
bool FileReader::declare(const Node& key, Global global) {
    if (!steps::is_identifier(key.text())) {
        report_bad_name(key, "a name", steps::identifier_rule);
        return false;
    }
    if (!steps::check_mentionable(key, context())) {
        return false;
    }
    global.span = key.span();
    auto [found, added] = file_.names.globals.emplace(key.text(), global);
    if (!added && global.kind == Global::Kind::variable && found->second.kind == Global::Kind::param) {
        hidden_params_.emplace(key.text(), std::exchange(found->second, global));
        return true;
    }
    if (!added) {
        file_.names.ambiguous.insert(key.text());
        document::Position first = file_.source->position(found->second.span.begin);
        context().error(key, "duplicate-name",
                        "\"" + std::string(key.text()) + "\" is declared twice: params, vars and shared objects have one "
                        "namespace",
                        "it stands in line " + std::to_string(first.line) + " already");
    }
    return added;
}

void FileReader::read_imports(const Node& node) {
    if (!expect_map(node, "import")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        if (!steps::is_task_name(node.key(i).text())) {
            report_bad_name(node.key(i), "the name of an import", steps::task_name_rule);
            continue;
        }
        WorkflowFile* imported = importer_.import(file_, node.entry(i));
        if (imported == nullptr) {
            continue;
        }
        check_imported_params(*imported, node.entry(i), context());
        for (const auto& task : imported->tasks) {
            auto name = std::make_unique<std::string>(std::string(node.key(i).text()) + "." + task->name);
            file_.names.tasks.emplace(*name, task.get());
            file_.names.task_order.push_back(*name);
            file_.imported_names.push_back(std::move(name));
        }
    }
}

void FileReader::read_params(const Node& node) {
    if (!expect_map(node, "params")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        Param param = read_param(node.key(i), node.entry(i), context());
        param.global = workflow_.global_count;
        if (declare(node.key(i), {Global::Kind::param, param.global})) {
            ++workflow_.global_count;
            file_.params.push_back(std::move(param));
        }
    }
}

void FileReader::declare_variables(const Node& node) {
    if (!expect_map(node, "vars")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        if (declare(node.key(i), {Global::Kind::variable, workflow_.global_count})) {
            file_.variables.push_back({std::string(node.key(i).text()), workflow_.global_count++, {}});
        }
    }
}

void FileReader::read_variables(const Node& node) {
    for (Variable& variable : file_.variables) {
        EarlierNames names(*file_.scope, variable.global, hidden_params_, diagnostics_);
        variable.value = expression::Template::compile(*node.find(variable.name), names, diagnostics_);
    }
}

void FileReader::declare_shared(const Node& node) {
    if (!expect_map(node, "shared")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        auto kind = read_shared_kind(node.entry(i), context());
        Global global{Global::Kind::shared, workflow_.global_count, kind.value_or(expression::NameKind::value)};
        if (declare(node.key(i), global)) {
            ++workflow_.global_count;
        }
    }
}

void FileReader::read_shared(const Node& node) {
    for (size_t i = 0; node.is_map() && i < node.size(); ++i) {
        const Global* global = file_.names.find(node.key(i).text());
        if (global == nullptr || global->kind != Global::Kind::shared ||
            global->shared_kind == expression::NameKind::value) {
            continue;  // reported
        }
        SharedDefinition definition = read_shared_definition(node.key(i), node.entry(i), context());
        definition.global = global->index;
        file_.shared.push_back(std::move(definition));
    }
}

void FileReader::declare_tasks(const Node& node) {
    if (!expect_map(node, "tasks")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        declare_task(node.key(i), node.entry(i));
    }
}

void FileReader::declare_task(const Node& key, const Node& node) {
    std::string name(key.text());
    if (!steps::is_task_name(name)) {
        report_bad_name(key, "a task's name", steps::task_name_rule);
        return;
    }
    if (steps::is_step_word(name)) {
        context().error(key, "reserved-name", "a task may not be called \"" + name + "\": steps use the word",
                        "choose another name");
        return;
    }
    auto task = std::make_unique<steps::TaskDefinition>();
    task->name = name;
    task->source = file_.source.get();
    task->span = key.span();
    task->scope = std::make_unique<steps::Scope>(steps::Scope::Role::task, nullptr, file_.names, *file_.source, diagnostics_);
    if (!node.is_map()) {
        context().error(node, "wrong-type", "a task is a map with `do`, found " + std::string(node.kind_name()),
                        "for example `" + name + ": { do: [ … ] }`");
    } else if (auto params = node.find("params"); params && !params->is_null()) {
        read_task_params(*task, *params);
    }
    file_.names.tasks.emplace(key.text(), task.get());
    file_.names.task_order.push_back(key.text());
    file_.tasks.push_back(std::move(task));
}

void FileReader::read_task_params(steps::TaskDefinition& task, const Node& node) {
    if (!expect_map(node, "params")) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        if (!steps::is_identifier(node.key(i).text())) {
            report_bad_name(node.key(i), "a name", steps::identifier_rule);
            continue;
        }
        if (!steps::check_mentionable(node.key(i), context())) {
            continue;
        }
        steps::TaskParam param;
        param.name = node.key(i).text();
        if (!node.entry(i).is_null()) {
            param.fallback = expression::Template::compile(node.entry(i), *task.scope, diagnostics_);
        }
        param.slot = task.scope->bind_at_start(node.key(i).text());
        task.params.push_back(std::move(param));
    }
}

void FileReader::read_tasks(const Node& node) {
    for (const auto& task : file_.tasks) {
        Node body = *node.find(task->name);
        if (!body.is_map()) {
            continue;  // reported
        }
        // Without `return` a task gives null.
        steps::Context inner = steps::Context(*task->scope, diagnostics_).with_value(false);
        steps::Options map(body, keys_of_task, "a task", inner);
        if (auto steps = map.find("do")) {
            task->body = read_body(*steps, inner, "do");
        }
        task->scope->finish();
    }
}

void FileReader::read_main(const Node& node) {
    file_.main = std::make_unique<steps::TaskDefinition>();
    file_.main->name = "main";
    file_.main->source = file_.source.get();
    file_.main->span = node.span();
    file_.main->scope =
        std::make_unique<steps::Scope>(steps::Scope::Role::task, nullptr, file_.names, *file_.source, diagnostics_);
    steps::Context inner = steps::Context(*file_.main->scope, diagnostics_).with_value(false);
    if (node.is_null()) {
        inner.error(node, "empty-main", "`main` has no steps", "for example `main: [ { print: hello } ]`");
    }
    file_.main->body = read_body(node, inner, "main");
    file_.main->scope->finish();
}

}  // namespace aiorun::workflow
