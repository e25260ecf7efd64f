#include "workflow/graph/reads.hpp"

#include <algorithm>

#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/handler.hpp"
#include "steps/modifiers.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::workflow::graph {
namespace {

using document::Node;
using steps::Key;
using steps::Shape;

/// Notes which names of the file an expression mentions.
class Recorder final : public expression::NameResolver {
  public:
    explicit Recorder(const steps::Scope& scope) : scope_(scope) {}
    [[nodiscard]] std::optional<expression::ResolvedName> resolve(std::string_view name, document::Span) override {
        const steps::Global* global = scope_.hides(name) ? nullptr : scope_.file().find(name);
        if (global == nullptr) {
            return expression::ResolvedName{};
        }
        if (std::ranges::find(found_, global->index) == found_.end()) {
            found_.push_back(global->index);
        }
        return expression::ResolvedName{{expression::NameReference::Space::global, global->index}, global->shared_kind};
    }
    [[nodiscard]] bool binds(std::string_view name) const override { return scope_.binds(name); }

    void read_template(const Node& node) { (void)expression::Template::compile(node, *this, ignored_); }
    void read_condition(const Node& node) { (void)expression::compile_condition(node, *this, ignored_); }
    [[nodiscard]] std::vector<uint32_t> take() { return std::move(found_); }

  private:
    const steps::Scope& scope_;
    std::vector<uint32_t> found_;
    document::Diagnostics ignored_;  // the file has been checked before
};

void read_map(Recorder& recorder, const Node& map, std::span<const Key> keys);

void read_conditions(Recorder& recorder, const Node& node) {
    for (size_t i = 0; !node.is_scalar() && i < node.size(); ++i) {
        recorder.read_condition(node.is_map() ? node.entry(i) : node.item(i));
    }
    if (node.is_scalar()) {
        recorder.read_condition(node);
    }
}

/// Of handlers and cases: their conditions; their steps are steps of their own.
void read_each(Recorder& recorder, const Node& node, std::string_view condition) {
    for (size_t i = 0; i < (node.is_list() ? node.size() : 1); ++i) {
        Node each = node.is_list() ? node.item(i) : node;
        if (auto found = each.is_map() ? each.find(condition) : std::nullopt) {
            recorder.read_condition(*found);
        }
    }
}

void read_value(Recorder& recorder, const Node& node, Shape shape) {
    switch (shape) {
        case Shape::condition: recorder.read_condition(node); break;
        case Shape::conditions: read_conditions(recorder, node); break;
        case Shape::handlers: read_each(recorder, node, "if"); break;
        case Shape::cases: read_each(recorder, node, "when"); break;
        case Shape::steps:
        case Shape::branch:
        case Shape::branches:
        case Shape::name:
        case Shape::names:
        case Shape::nothing: break;
        default: recorder.read_template(node);  // of a plain name nothing comes
    }
}

void read_map(Recorder& recorder, const Node& map, std::span<const Key> keys) {
    for (const Key& key : keys) {
        if (auto node = map.find(key.name)) {
            read_value(recorder, *node, key.shape);
        }
    }
}

void read_retry(Recorder& recorder, const Node& node) {
    node.is_map() ? read_map(recorder, node, steps::retry_keys()) : recorder.read_template(node);
}

}  // namespace

std::vector<uint32_t> globals_read(const Node& step, std::string_view action, const steps::Scope& scope) {
    Recorder recorder(scope);
    const steps::ActionSpec* spec = steps::find_action(action);
    for (const Key& key : steps::modifier_keys()) {
        auto node = step.find(key.name);
        if (node && key.name == "retry") {
            read_retry(recorder, *node);
        } else if (node) {
            read_value(recorder, *node, key.shape);
        }
    }
    auto value = step.find(action);
    if (!value) {
        return recorder.take();
    }
    if (spec == nullptr) {
        recorder.read_template(*value);  // the arguments of a call
        return recorder.take();
    }
    read_map(recorder, step, spec->siblings);
    if (value->is_map() && !spec->options.empty()) {
        read_map(recorder, *value, spec->options);
    } else {
        read_value(recorder, *value, spec->shape);
    }
    return recorder.take();
}

}  // namespace aiorun::workflow::graph
