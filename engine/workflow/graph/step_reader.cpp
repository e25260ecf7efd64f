#include "workflow/graph/step_reader.hpp"

#include <algorithm>
#include <array>

#include "steps/task_definition.hpp"
#include "workflow/graph/reads.hpp"

namespace aiorun::workflow::graph {
namespace {

using document::Node;
using document::Span;

/// The words for what an action does with a shared object.
std::string_view phrase(std::string_view how) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 17> phrases{{
        {"acquire", "acquires"}, {"release", "releases"}, {"set", "sets"}, {"clear", "clears"}, {"wait", "waits for"},
        {"abort", "aborts"}, {"reset", "resets"}, {"notify", "notifies"}, {"notify_all", "notifies all of"},
        {"put", "puts into"}, {"get", "gets from"}, {"task_done", "ends a task of"}, {"join", "joins"},
        {"shutdown", "shuts down"}, {"stream", "streams into"}, {"rate_limit", "takes a place of"}, {"lock", "holds"},
    }};
    auto found = std::ranges::find(phrases, how, &std::pair<std::string_view, std::string_view>::first);
    return found == phrases.end() ? how : found->second;
}

class Reader final : public steps::ActionVisitor {
  public:
    Reader(const steps::Scope& scope, StepNodes& nodes, Index& index)
        : scope_(scope), nodes_(nodes), index_(index) {}

    Step read(const steps::Step& source) {
        node_ = nodes_.take(source);
        step_.id = index_.next_step();
        step_.action = source.info.action;
        step_.name = source.info.name.empty() ? "" : shown(source.info.name);
        step_.line = source.info.place.line;
        step_.column = source.info.place.column;
        if (node_) {
            read_node();
        }
        source.action->visit(*this);
        if (source.otherwise) {
            add_part(Part::Role::skipped, "", *source.otherwise, scope_);
        }
        add_reads();
        return std::move(step_);
    }

  private:
    void read_node() {
        step_.detail = action_detail(*node_, step_.action);
        if (auto condition = node_->find("if")) {
            step_.condition = shown(*condition);
        }
        for (std::string_view key : {"timeout", "shield", "retry"}) {
            if (auto modifier = node_->find(key)) {
                step_.modifiers.emplace_back(key, shown(*modifier));
            }
        }
        if (auto as = node_->find("as")) {
            for (size_t i = 0; i < (as->is_list() ? as->size() : 1); ++i) {
                step_.binds.emplace_back((as->is_list() ? as->item(i) : *as).text());
            }
        }
    }

    void add_reads() {
        if (!node_) {
            return;
        }
        for (uint32_t global : globals_read(*node_, step_.action, scope_)) {
            add_use(global, "reads");
        }
    }

    void add_use(uint32_t global, std::string_view how) {
        std::optional<uint32_t> object = index_.object(global);
        if (!object) {
            return;
        }
        bool is_known = std::ranges::any_of(
            step_.uses, [&](const Use& use) { return use.object == *object && use.how == how; });
        if (!is_known) {
            step_.uses.push_back({*object, std::string(how)});
        }
    }

    void add_part(Part::Role role, std::string label, const steps::Block& block, const steps::Scope& scope) {
        step_.parts.push_back({role, std::move(label), read_steps(block, scope, nodes_, index_)});
    }

    /// The `number`-th entry of a list that stands below `key`; the node itself when it is no list.
    [[nodiscard]] std::optional<Node> entry(std::string_view key, size_t number) const {
        auto list = node_ ? node_->find(key) : std::nullopt;
        if (!list) {
            return std::nullopt;
        }
        if (!list->is_list()) {
            return number == 0 ? list : std::nullopt;
        }
        return number < list->size() ? std::optional(list->item(number)) : std::nullopt;
    }

    [[nodiscard]] std::string handler_label() {
        auto handler = entry(node_ && node_->find("except_group") ? "except_group" : "except", handlers_++);
        auto type = handler ? handler->find("type") : std::nullopt;
        auto condition = handler ? handler->find("if") : std::nullopt;
        std::string text = type ? shown(*type) : "any error";
        if (text.starts_with('[') && text.ends_with(']')) {
            text = text.substr(1, text.size() - 2);
        }
        return condition ? text + " if " + shown(*condition) : text;
    }

    [[nodiscard]] std::string case_label() {
        auto each = entry("switch", cases_++);
        auto when = each ? each->find("when") : std::nullopt;
        return when ? shown(*when) : "default";
    }

    void block(const steps::Block& block, std::string_view role) override {
        using Role = Part::Role;
        bool is_optional = role == "else" || role == "finally" || role == "then";
        if (is_optional && block.empty()) {
            return;
        }
        if (role == "case") {
            add_part(Role::chosen, case_label(), block, scope_);
        } else if (role == "except") {
            add_part(Role::handler, handler_label(), block, scope_);
        } else if (role == "then") {
            auto value = node_ ? node_->find(step_.action) : std::nullopt;
            auto each = value && value->is_map() ? value->find("each") : std::nullopt;
            add_part(Role::each, each ? shown(*each) : "", block, scope_);
        } else {
            Role known = role == "try" ? Role::attempted : role == "else" ? Role::otherwise
                       : role == "finally" ? Role::finally : Role::body;
            add_part(known, "", block, scope_);
        }
    }

    void branch(const steps::Branch& branch) override {
        if (branch.info.action == "shield" && step_.action != "shield") {
            // A shielded step is a task of its own with the same step in it; `shield` stands among the modifiers.
            for (const steps::Step& inner : branch.body.steps()) {
                inner.action->visit(*this);
            }
            return;
        }
        add_part(Part::Role::branch, "", branch.body, *branch.scope);
    }

    void generated_branch(const steps::Branch& branch) override {
        auto value = node_ ? node_->find(step_.action) : std::nullopt;
        add_part(Part::Role::generated, value && value->is_map() ? loop_label(*value) : "", branch.body, *branch.scope);
    }

    void call(const steps::TaskDefinition& task, Span) override { step_.calls = index_.task(task); }
    void enter_hold(uint32_t object, Span) override { add_use(object, "holds"); }
    void leave_hold(uint32_t) override {}
    void use(uint32_t object, std::string_view how, Span) override { add_use(object, phrase(how)); }
    void assigns(expression::NameReference target, const expression::Template&) override {
        if (target.space == expression::NameReference::Space::global) {
            add_use(target.index, "assigns");
        }
    }

    const steps::Scope& scope_;
    StepNodes& nodes_;
    Index& index_;
    std::optional<Node> node_;
    Step step_;
    size_t handlers_ = 0;
    size_t cases_ = 0;
};

}  // namespace

std::vector<Step> read_steps(const steps::Block& block, const steps::Scope& scope, StepNodes& nodes, Index& index) {
    std::vector<Step> steps;
    steps.reserve(block.steps().size());
    for (const steps::Step& step : block.steps()) {
        steps.push_back(Reader(scope, nodes, index).read(step));
    }
    return steps;
}

}  // namespace aiorun::workflow::graph
