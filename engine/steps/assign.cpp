// `assign:`: binds names, in order. Names of `vars` are the run's; all others are local.
#include <vector>

#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "steps/variable_watch.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

struct Assignment {
    bool is_variable = false;
    uint32_t index = 0;  // of the global, or the slot
    expression::Template value;
};

class Assign final : public ImmediateAction {
  public:
    explicit Assign(std::vector<Assignment> assignments) : assignments_(std::move(assignments)) {}

    Completion execute(Frame& frame) const override {
        for (const Assignment& assignment : assignments_) {
            Value value = frame.evaluate(assignment.value);
            if (value.is_failure()) {
                return value;
            }
            tell(frame, assignment);
            if (assignment.is_variable) {
                frame.run().set_global(assignment.index, std::move(value));
            } else {
                frame.slot(assignment.index) = std::move(value);
            }
        }
        return {};
    }
    void visit(ActionVisitor& visitor) const override {
        for (const Assignment& each : assignments_) {
            using Space = expression::NameReference::Space;
            visitor.assigns({each.is_variable ? Space::global : Space::local, each.index}, each.value);
        }
    }

  private:
    using Reference = expression::NameReference;

    static void tell(const Frame& frame, const Assignment& assignment) {
        if (VariableWatch* watch = watch_of(frame)) {
            auto space = assignment.is_variable ? Reference::Space::global : Reference::Space::local;
            watch->assigned(frame, {space, assignment.index}, assignment.value.names());
        }
    }

    std::vector<Assignment> assignments_;
};

std::optional<Assignment> read_target(const document::Node& key, const Context& context) {
    std::string_view name = key.text();
    if (!is_identifier(name)) {
        context.error(key, "bad-name", "\"assign\" needs a name: " + std::string(identifier_rule) + "; found \"" + std::string(name) + "\"");
        return std::nullopt;
    }
    if (!check_mentionable(key, context)) {
        return std::nullopt;
    }
    Assignment assignment;
    const Global* global = context.names().find(name);
    if (global != nullptr && global->kind == Global::Kind::variable && !context.scope().is_local(name)) {
        assignment.is_variable = true;
        assignment.index = global->index;
    } else {
        assignment.index = context.scope().bind(name, key.span());
    }
    return assignment;
}

ActionPointer read(const StepNode& step, Context& context) {
    document::Node map = step.value();
    if (!map.is_map()) {
        context.error(map, "wrong-type", "\"assign\" is a map of names to values, found " + std::string(map.kind_name()),
                      "for example `assign: { count: 1 }`");
        return nullptr;
    }
    std::vector<Assignment> assignments;
    for (size_t i = 0; i < map.size(); ++i) {
        // The value first: in `{ x: ${{ x + 1 }} }` it still sees what was there before.
        auto value = expression::Template::compile(map.entry(i), context.scope(), context.diagnostics());
        if (auto assignment = read_target(map.key(i), context)) {
            assignment->value = std::move(value);
            assignments.push_back(std::move(*assignment));
        }
    }
    return std::make_unique<Assign>(std::move(assignments));
}

}  // namespace

const ActionSpec assign_action{
    .name = "assign",
    .doc = "Binds names to values, in order. A name of `vars` is set for the whole run, any other one for this task.",
    .shape = Shape::map,
    .read = read,
};

}  // namespace aiorun::steps
