#include "workflow/graph/labels.hpp"

#include <algorithm>

#include "steps/actions.hpp"
#include "value/utf8.hpp"

namespace aiorun::workflow::graph {
namespace {

using document::Node;

constexpr size_t longest_label = 60;  // characters; a box of a chart is hardly wider

uint64_t key_of(uint32_t line, uint32_t column) { return (uint64_t{line} << 32U) | column; }

void append(std::string& out, const Node& node) {
    if (out.size() > 4 * longest_label) {
        return;  // it will be cut anyway
    }
    if (node.is_scalar()) {
        out += node.is_null() ? "null" : node.text();
        return;
    }
    out += node.is_list() ? '[' : '{';
    for (size_t i = 0; i < node.size(); ++i) {
        out += i > 0 ? ", " : "";
        if (node.is_map()) {
            out += std::string(node.key(i).text()) + ": ";
        }
        append(out, node.is_map() ? node.entry(i) : node.item(i));
    }
    out += node.is_list() ? ']' : '}';
}

/// The entries of a map without its braces.
std::string shown_entries(const Node& map) {
    std::string text;
    append(text, map);
    return map.is_map() ? shown(std::string_view(text).substr(1, text.size() - (text.ends_with('}') ? 2 : 1))) : shown(text);
}

std::string of_options(const Node& value, std::string_view key) {
    if (!value.is_map()) {
        return value.is_null() ? "" : shown(value);
    }
    auto found = value.find(key);
    return found ? shown(*found) : "";
}

std::string fetch_detail(const Node& value) {
    std::string url = of_options(value, "url");
    auto method = value.is_map() ? value.find("method") : std::nullopt;
    return method ? shown(*method) + " " + url : url;
}

std::string wait_detail(const Node& value) {
    std::string text = value.is_map() ? "" : shown(value);
    for (size_t i = 0; value.is_map() && i < value.size(); ++i) {
        bool is_until = value.key(i).text() == "until";
        std::string each = shown(value.entry(i));
        text = is_until ? text + (text.empty() ? "until " : " until ") + each : each + (text.empty() ? "" : " ") + text;
    }
    return text;
}

/// `until success, limit 5`: the options of constructs with branches.
std::string branches_detail(const Node& value) {
    std::string text;
    if (!value.is_map()) {
        return text;
    }
    for (std::string_view key : {"until", "limit", "return_exceptions"}) {
        if (auto node = value.find(key)) {
            text += (text.empty() ? "" : ", ") + std::string(key) + " " + shown(*node);
        }
    }
    return text;
}

}  // namespace

std::string shown(std::string_view text) {
    std::string out;
    size_t count = 0;
    bool after_space = true;
    for (size_t i = 0; i < text.size();) {
        value::DecodedCharacter character = value::decode_character(text, i);
        bool is_space = text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r';
        if (count == longest_label) {
            out += "…";
            break;
        }
        if (!is_space) {
            out += text.substr(i, character.length);
        } else if (!after_space) {
            out += ' ';
        }
        count += is_space && after_space ? 0 : 1;
        after_space = is_space;
        i += character.length;
    }
    if (out.ends_with(' ')) {
        out.pop_back();
    }
    return value::escape_for_terminal(out);
}

std::string shown(const Node& node) {
    std::string text;
    append(text, node);
    return shown(text);
}

std::string loop_label(const Node& map) {
    auto name = map.find("for");
    auto list = map.find("in");
    return name && list ? shown(*name) + " in " + shown(*list) : "";
}

std::string action_detail(const Node& step, std::string_view action) {
    auto value = step.find(action);
    if (!value) {
        return {};
    }
    if (action == "for") {
        return loop_label(step);
    }
    if (action == "fetch") {
        return fetch_detail(*value);
    }
    if (action == "gather" || action == "race" || action == "task_group" || action == "as_completed") {
        return branches_detail(*value);
    }
    if (action == "do" || action == "try" || action == "switch" || action == "spawn") {
        return {};
    }
    if (action == "wait") {
        return wait_detail(*value);
    }
    if (action == "put") {
        return of_options(*value, "item");
    }
    if (action == "log" || action == "raise") {
        std::string message = of_options(*value, "message");
        return message.empty() ? of_options(*value, "type") : message;
    }
    const steps::ActionSpec* spec = steps::find_action(action);
    if (spec == nullptr || action == "assign") {
        return value->is_null() ? "" : shown_entries(*value);
    }
    if (spec->main.empty() || spec->shape == steps::Shape::anything || spec->shape == steps::Shape::conditions) {
        return value->is_null() ? "" : shown(*value);
    }
    return of_options(*value, spec->main);
}

StepNodes::StepNodes(const Node& root) {
    for (std::string_view section : {"main", "tasks"}) {
        if (auto node = root.find(section)) {
            collect(*node);
        }
    }
}

std::optional<Node> StepNodes::take(const steps::Step& step) {
    auto found = by_place_.find(key_of(step.info.place.line, step.info.place.column));
    if (found == by_place_.end()) {
        return std::nullopt;
    }
    auto fits = [&](const Written& written) {
        auto name = written.node.find("name");
        return (name ? name->text() : std::string_view()) == step.info.name &&
               written.node.find("if").has_value() == step.condition.has_value();
    };
    auto& [all, first_free] = found->second;
    while (first_free < all.size() && all[first_free].is_taken) {
        ++first_free;
    }
    auto free = all.begin() + static_cast<std::ptrdiff_t>(first_free);
    auto best = std::find_if(free, all.end(), [&](const Written& written) { return !written.is_taken && fits(written); });
    if (best == all.end()) {
        best = std::ranges::find_if(all, fits);
    }
    if (best == all.end()) {
        return all.front().node;
    }
    best->is_taken = true;
    return best->node;
}

void StepNodes::collect(const Node& node) {
    if (node.is_scalar()) {
        return;
    }
    for (size_t i = 0; i < node.size(); ++i) {
        if (node.is_map()) {
            document::Position at = node.source().position(node.key(i).span().begin);
            by_place_[key_of(at.line, at.column)].all.push_back({node});
        }
        collect(node.is_map() ? node.entry(i) : node.item(i));
    }
}

}  // namespace aiorun::workflow::graph
