#include "workflow/arguments.hpp"

#include <filesystem>

#include "document/suggest.hpp"

namespace aiorun::workflow {
namespace {

/// One source of a value: where it is, for messages, and what it gave.
struct Given {
    std::string source;
    std::expected<Value, std::string> value;
};

std::optional<Given> from_file(const Param& param, const WorkflowFile& file, Loader& loader) {
    if (param.file.empty()) {
        return std::nullopt;
    }
    std::filesystem::path path(param.file);
    if (path.is_relative()) {
        path = std::filesystem::path(file.path).parent_path() / path;
    }
    auto text = loader.load(path.string());
    if (!text) {
        return std::nullopt;  // a further source: when it is not there, the next one counts
    }
    // Editors end files with a line feed that is no part of a secret.
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) {
        text->pop_back();
    }
    return Given{"file " + param.file, parse_argument(param, *text)};
}

std::optional<Given> find_value(const Param& param, const WorkflowFile& file, const Arguments& arguments,
                                effects::Effects& effects, Loader& loader) {
    if (auto found = arguments.texts.find(param.name); found != arguments.texts.end()) {
        return Given{"-p", parse_argument(param, found->second)};
    }
    if (auto found = arguments.values.find(param.name); found != arguments.values.end()) {
        return Given{"--params", check_argument(param, found->second)};
    }
    if (!param.env.empty()) {
        if (auto text = effects.env(param.env)) {
            return Given{"variable " + param.env, parse_argument(param, *text)};
        }
    }
    return from_file(param, file, loader);
}

/// The params of an imported file cannot be given on the command line.
std::string how_to_give(const Param& param, bool is_imported) {
    std::string text = is_imported ? "" : "give -p " + param.name + "=VALUE";
    auto add = [&](const std::string& way) { text += (text.empty() ? "" : ", or ") + way; };
    if (!param.env.empty()) {
        add("set the variable " + param.env);
    }
    if (!param.file.empty()) {
        add("write it to " + param.file);
    }
    return text;
}

void add_problem(BoundParams& bound, std::string problem, const WorkflowFile& file, const Param& param) {
    document::Position at = file.source->position(param.span.begin);
    bound.problems.push_back(std::move(problem));
    bound.places.push_back({file.source->name(), at.line, at.column});
}

void bind_param(const Param& param, const WorkflowFile& file, const WorkflowFile& root, const Arguments& arguments,
                effects::Effects& effects, Loader& loader, BoundParams& bound) {
    std::optional<Given> given = find_value(param, file, arguments, effects, loader);
    if (given && !given->value) {
        add_problem(bound, "param \"" + param.name + "\" (" + given->source + "): " + given->value.error(), file, param);
        return;
    }
    if (!given && !param.fallback) {
        std::string about = param.description.empty() ? "" : " (" + param.description + ")";
        add_problem(bound, "param \"" + param.name + "\"" + about + " is required: " + how_to_give(param, &file != &root), file, param);
        return;
    }
    Value value = given ? *given->value : *param.fallback;
    if (param.secret) {
        bound.secrets.push_back(value);
    }
    bound.values.emplace(param.global, std::move(value));
}

void report_unknown(const WorkflowFile& root, const Arguments& arguments, BoundParams& bound) {
    std::vector<std::string_view> names;
    for (const Param& param : root.params) {
        names.push_back(param.name);
    }
    auto check = [&](const std::string& name, std::string_view source) {
        for (std::string_view known : names) {
            if (known == name) {
                return;
            }
        }
        bound.problems.push_back("the workflow has no param \"" + name + "\" (" + std::string(source) + ")" +
                                 document::did_you_mean(name, names));
        bound.places.emplace_back();
    };
    for (const auto& [name, text] : arguments.texts) {
        check(name, "-p");
    }
    for (const auto& [name, value] : arguments.values) {
        check(name, "--params");
    }
}

}  // namespace

BoundParams bind_params(const Workflow& workflow, const Arguments& arguments, effects::Effects& effects,
                        Loader& loader) {
    BoundParams bound;
    const Arguments none;
    for (const auto& file : workflow.files) {
        // The params of an imported file are its own: nobody gives them on the command line.
        const Arguments& own = file == workflow.files.front() ? arguments : none;
        for (const Param& param : file->params) {
            bind_param(param, *file, workflow.root(), own, effects, loader, bound);
        }
    }
    report_unknown(workflow.root(), arguments, bound);
    return bound;
}

}  // namespace aiorun::workflow
