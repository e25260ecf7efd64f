#include "workflow/graph/flow_builder.hpp"

#include <algorithm>
#include <map>

namespace aiorun::workflow::graph {
namespace {

using Kind = FlowNode::Kind;
using Role = Part::Role;

std::vector<std::string> lines_of(const Step& step) {
    std::string what = step.action + (step.detail.empty() ? "" : " " + step.detail);
    std::vector<std::string> lines;
    if (!step.name.empty()) {
        lines.push_back(step.name);
    }
    lines.push_back(what);
    for (const auto& [word, value] : step.modifiers) {
        lines.push_back(word + (value == "true" ? "" : " " + value));
    }
    std::string names;
    for (const std::string& name : step.binds) {
        names += (names.empty() ? "as " : ", ") + name;
    }
    if (!names.empty()) {
        lines.push_back(names);
    }
    return lines;
}

std::string id_of(std::string_view prefix, const Step& step) { return std::string(prefix) + std::to_string(step.id); }

template <class Exits>
void append(Exits& to, Exits more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

const Part* find_part(const Step& step, Role role) {
    for (const Part& part : step.parts) {
        if (part.role == role) {
            return &part;
        }
    }
    return nullptr;
}

/// Whether a block says more than the steps inside of it.
bool is_worth_a_box(const Step& step) {
    return !step.name.empty() || !step.modifiers.empty() || !step.binds.empty() || !step.uses.empty();
}

}  // namespace

void FlowBuilder::lay_task(const Task& task, uint32_t start, uint32_t cluster) {
    Around around{.cluster = cluster};
    Exits ends = lay_steps(task.steps, {{start}}, around);
    if (std::ranges::any_of(ends, [](const Exit& exit) { return !exit.label.empty(); })) {
        // A condition, a loop or a handler comes last: where it leads has to be seen.
        (void)add_node(Kind::end, "e" + std::to_string(start), {"end"}, ends, around);
    }
}

FlowBuilder::Exits FlowBuilder::lay_steps(const std::vector<Step>& steps, Exits in, const Around& around) {
    for (const Step& step : steps) {
        in = lay_step(step, std::move(in), around);
    }
    return in;
}

FlowBuilder::Exits FlowBuilder::lay_step(const Step& step, Exits in, const Around& around) {
    if (step.condition.empty()) {
        return lay_action(step, std::move(in), around);
    }
    uint32_t decision = add_node(Kind::decision, id_of("d", step), {"if " + step.condition}, in, around);
    Exits out = lay_action(step, {{decision, "yes"}}, around);
    Exits no{{decision, "no"}};
    if (const Part* otherwise = find_part(step, Role::skipped)) {
        no = lay_steps(otherwise->steps, std::move(no), around);
    }
    append(out, std::move(no));
    return out;
}

FlowBuilder::Exits FlowBuilder::lay_action(const Step& step, Exits in, const Around& around) {
    using Lay = Exits (FlowBuilder::*)(const Step&, Exits, const Around&);
    static const std::map<std::string_view, Lay> ways{
        {"return", &FlowBuilder::lay_jump},         {"raise", &FlowBuilder::lay_jump},
        {"break", &FlowBuilder::lay_jump},          {"continue", &FlowBuilder::lay_jump},
        {"for", &FlowBuilder::lay_loop},            {"while", &FlowBuilder::lay_loop},
        {"switch", &FlowBuilder::lay_switch},       {"try", &FlowBuilder::lay_try},
        {"do", &FlowBuilder::lay_block},            {"gather", &FlowBuilder::lay_branches},
        {"race", &FlowBuilder::lay_branches},       {"task_group", &FlowBuilder::lay_group},
        {"as_completed", &FlowBuilder::lay_results}, {"spawn", &FlowBuilder::lay_spawn}};
    if (auto way = ways.find(step.action); way != ways.end() && !step.calls) {
        return (this->*way->second)(step, std::move(in), around);
    }
    uint32_t node = add_step(step.calls ? Kind::call : Kind::step, step, in, around);
    if (step.calls) {
        flow_.edges.push_back({FlowEdge::Kind::call, node, *step.calls, "calls"});
    }
    return {{node}};
}

FlowBuilder::Exits FlowBuilder::lay_jump(const Step& step, Exits in, const Around& around) {
    uint32_t node = add_step(Kind::end, step, in, around);
    if (step.action == "continue" && around.loop != nullptr) {
        connect({{node}}, *around.loop);
    } else if (step.action == "break" && around.breaks != nullptr) {
        around.breaks->push_back({node});
    } else if (step.action == "return" && around.returns != nullptr) {
        around.returns->push_back({node});
    }
    return {};
}

FlowBuilder::Exits FlowBuilder::lay_loop(const Step& step, Exits in, const Around& around) {
    uint32_t loop = add_step(Kind::loop, step, in, around);
    bool is_while = step.action == "while";
    Exits out;
    Around inside = around;
    inside.loop = &loop;
    inside.breaks = &out;
    if (const Part* body = find_part(step, Role::body)) {
        connect(lay_steps(body->steps, {{loop, is_while ? "yes" : "each"}}, inside), loop);
    }
    out.insert(out.begin(), Exit{loop, is_while ? "no" : "done"});
    return out;
}

FlowBuilder::Exits FlowBuilder::lay_switch(const Step& step, Exits in, const Around& around) {
    uint32_t decision = add_step(Kind::decision, step, in, around);
    Exits out;
    bool has_default = false;
    for (const Part& part : step.parts) {
        if (part.role == Role::chosen) {
            has_default = has_default || part.label == "default";
            append(out, lay_steps(part.steps, {{decision, part.label}}, around));
        }
    }
    if (!has_default) {
        out.push_back({decision, "none"});
    }
    return out;
}

FlowBuilder::Exits FlowBuilder::lay_try(const Step& step, Exits in, const Around& around) {
    uint32_t node = add_step(Kind::step, step, in, around);
    Exits out{{node}};
    for (const Part& part : step.parts) {
        if (part.role == Role::attempted || part.role == Role::otherwise) {
            out = lay_steps(part.steps, std::move(out), around);
        }
    }
    for (const Part& part : step.parts) {
        if (part.role == Role::handler) {
            append(out, lay_steps(part.steps, {{node, part.label, FlowEdge::Kind::error}}, around));
        }
    }
    if (const Part* last = find_part(step, Role::finally)) {
        out.push_back({node, "finally", FlowEdge::Kind::error});
        out = lay_steps(last->steps, std::move(out), around);
    }
    return out;
}

FlowBuilder::Exits FlowBuilder::lay_block(const Step& step, Exits in, const Around& around) {
    if (is_worth_a_box(step)) {
        in = {{add_step(Kind::step, step, in, around)}};
    }
    const Part* body = find_part(step, Role::body);
    return body == nullptr ? in : lay_steps(body->steps, std::move(in), around);
}

FlowBuilder::Exits FlowBuilder::lay_group(const Step& step, Exits in, const Around& around) {
    const Part* body = find_part(step, Role::body);
    if (body == nullptr) {
        return lay_branches(step, std::move(in), around);
    }
    uint32_t fork = add_step(Kind::fork, step, in, around);
    Exits spawned;
    Around inside = around;
    inside.spawned = &spawned;
    Exits ends = lay_steps(body->steps, {{fork}}, inside);
    append(ends, std::move(spawned));
    return {{add_node(Kind::join, id_of("j", step), {"all"}, ends, around)}};
}

FlowBuilder::Exits FlowBuilder::lay_branches(const Step& step, Exits in, const Around& around) {
    uint32_t fork = add_step(Kind::fork, step, in, around);
    Exits ends;
    for (const Part& part : step.parts) {
        if (part.is_branch()) {
            append(ends, lay_branch(step, part, fork, around));
        }
    }
    if (ends.empty()) {
        ends.push_back({fork});
    }
    return {{add_node(Kind::join, id_of("j", step), {step.action == "race" ? "first" : "all"}, ends, around)}};
}

FlowBuilder::Exits FlowBuilder::lay_results(const Step& step, Exits in, const Around& around) {
    uint32_t fork = add_step(Kind::fork, step, in, around);
    Exits ends;
    for (const Part& part : step.parts) {
        if (part.is_branch()) {
            append(ends, lay_branch(step, part, fork, around));
        }
    }
    if (ends.empty()) {
        ends.push_back({fork});
    }
    const Part* each = find_part(step, Role::each);
    std::string label = "as completed" + (each == nullptr || each->label.empty() ? "" : ": " + each->label);
    uint32_t loop = add_node(Kind::loop, id_of("j", step), {label}, ends, around);
    Exits out;
    if (each != nullptr) {
        Around inside = around;
        inside.loop = &loop;
        inside.breaks = &out;
        connect(lay_steps(each->steps, {{loop, "each"}}, inside), loop);
    }
    out.insert(out.begin(), Exit{loop, "done"});
    return out;
}

FlowBuilder::Exits FlowBuilder::lay_spawn(const Step& step, Exits in, const Around& around) {
    uint32_t node = add_step(Kind::fork, step, in, around);
    for (const Part& part : step.parts) {
        if (part.is_branch()) {
            Exits ends = lay_branch(step, part, node, around);
            if (around.spawned != nullptr) {
                append(*around.spawned, std::move(ends));
            }
        }
    }
    return {{node}};
}

FlowBuilder::Exits FlowBuilder::lay_branch(const Step& step, const Part& part, uint32_t fork, const Around& around) {
    Exits out;
    Around inside{.cluster = around.cluster, .returns = &out, .spawned = around.spawned};
    if (part.steps.size() > 1) {
        inside.cluster = static_cast<uint32_t>(flow_.clusters.size());
        std::string label = part.label.empty() ? "branch of " + step.action : "each " + part.label;
        flow_.clusters.push_back({"c" + std::to_string(inside.cluster), label, around.cluster});
    }
    std::string label = part.label.empty() ? "" : "each " + part.label;
    append(out, lay_steps(part.steps, {{fork, label, FlowEdge::Kind::branch}}, inside));
    return out;
}

uint32_t FlowBuilder::add_node(Kind kind, std::string id, std::vector<std::string> lines, const Exits& in,
                               const Around& around) {
    auto number = static_cast<uint32_t>(flow_.nodes.size());
    flow_.nodes.push_back({kind, std::move(id), std::move(lines), around.cluster});
    connect(in, number);
    return number;
}

uint32_t FlowBuilder::add_step(Kind kind, const Step& step, const Exits& in, const Around& around) {
    uint32_t node = add_node(kind, id_of("s", step), lines_of(step), in, around);
    std::map<uint32_t, std::string> uses;  // several uses of an object are one arrow
    for (const Use& use : step.uses) {
        std::string& how = uses[use.object];
        how += (how.empty() ? "" : ", ") + use.how;
    }
    for (auto& [object, how] : uses) {
        flow_.edges.push_back({FlowEdge::Kind::use, node, places_.first_object + object, std::move(how)});
    }
    return node;
}

void FlowBuilder::connect(const Exits& in, uint32_t to) {
    for (const Exit& exit : in) {
        flow_.edges.push_back({exit.kind, exit.node, to, exit.label});
    }
}

}  // namespace aiorun::workflow::graph
