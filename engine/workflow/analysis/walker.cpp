#include "workflow/analysis/walker.hpp"

#include <algorithm>
#include <array>

#include "steps/task_definition.hpp"

namespace aiorun::workflow::analysis {
namespace {

/// More than this is not looked at: what is held is copied for each step that matters.
constexpr size_t most_held = 16;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// Actions that wait, and of which the visitor says nothing else.
constexpr std::array<std::string_view, 4> waiting_words{"sleep", "fetch", "run", "await"};
constexpr std::array<std::string_view, 3> certain_roles{"do", "try", "task_group"};
constexpr std::array<std::string_view, 3> loop_roles{"for", "while", "then"};

UnitKind kind_of(std::string_view construct) {
    return construct == "spawn"    ? UnitKind::spawned
           : construct == "race"   ? UnitKind::raced
           : construct == "shield" ? UnitKind::shielded
                                   : UnitKind::gathered;
}

/// What is held both before and after steps that may not run.
std::vector<Held> common(const std::vector<Held>& before, const std::vector<Held>& after) {
    std::vector<Held> both;
    std::ranges::copy_if(before, std::back_inserter(both), [&](const Held& held) {
        return std::ranges::find(after, held.id, &Held::id) != after.end();
    });
    return both;
}

void drop_last(std::vector<Held>& held, uint32_t object) {
    for (size_t i = held.size(); i-- > 0;) {
        if (held[i].object == object) {
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    }
}

}  // namespace

Event& Walker::add(Event::Kind kind, document::Span span, uint32_t target) {
    Event event{.kind = kind,
                .span = span,
                .target = target,
                .conditions = conditions_,
                .in_timeout = timeouts_ > 0,
                .in_loop = loops_ > 0,
                .held = held_};
    return facts_.units[unit_].events.emplace_back(std::move(event));
}

void Walker::walk(const steps::Block& block) {
    for (const steps::Step& step : block.steps()) {
        walk_step(step);
    }
}

void Walker::walk_step(const steps::Step& step) {
    const value::Value* constant = step.condition ? step.condition->constant_value() : nullptr;
    bool always = !step.condition || (constant != nullptr && constant->is_bool() && constant->as_bool());
    if (always) {
        walk_action(step);
        return;
    }
    std::vector<Held> before = held_;
    ++conditions_;
    walk_action(step);
    --conditions_;  // a `return` in there still counts for what follows
    held_ = common(before, held_);
    if (step.otherwise) {
        walk_maybe(*step.otherwise);
    }
}

void Walker::walk_action(const steps::Step& step) {
    std::string_view word = step.info.action;
    if (word == "return" || word == "raise") {
        facts_.has_raise = facts_.has_raise || word == "raise";
        step.action->visit(*this);
        ++conditions_;  // for the rest of the unit
        return;
    }
    facts_.has_cancel = facts_.has_cancel || word == "cancel";
    read_.clear();
    size_t first_event = facts_.units[unit_].events.size();
    step.action->visit(*this);
    if (is_one_of(word, waiting_words)) {
        add(Event::Kind::wait, {}, 0);
    }
    bool is_leaf = is_one_of(word, waiting_words);
    const std::list<Event>& events = facts_.units[unit_].events;
    // The result of a call: which task it was is seen from the event before.
    bool is_call = events.size() > first_event && events.back().kind == Event::Kind::call;
    if (!is_leaf && !is_call) {
        return;
    }
    for (uint32_t slot : step.binding.all_slots()) {
        document::Span span = events.back().span;
        Event& result = add(Event::Kind::result, span, slot);
        result.reads = read_;
    }
}

void Walker::walk_maybe(const steps::Block& block) {
    std::vector<Held> before = held_;
    ++conditions_;
    walk(block);
    --conditions_;
    held_ = common(before, held_);
}

void Walker::block(const steps::Block& block, std::string_view role) {
    if (is_one_of(role, certain_roles) || role == "finally") {
        walk(block);
        return;
    }
    bool is_loop = is_one_of(role, loop_roles);
    loops_ += is_loop ? 1 : 0;
    walk_maybe(block);
    loops_ -= is_loop ? 1 : 0;
}

void Walker::branch(const steps::Branch& branch) {
    start(branch, false);
}

void Walker::generated_branch(const steps::Branch& branch) {
    start(branch, true);
}

void Walker::start(const steps::Branch& branch, bool is_generated) {
    auto unit = static_cast<uint32_t>(facts_.units.size());
    facts_.units.push_back({.kind = kind_of(branch.info.action),
                            .is_generated = is_generated,
                            .name = std::string(branch.info.action),
                            .source = facts_.units[unit_].source,
                            .scope = branch.scope,
                            .parent = unit_});
    add(Event::Kind::branch, {}, unit);
    Walker(facts_, tasks_, next_hold_, unit).walk(branch.body);
}

void Walker::call(const steps::TaskDefinition& task, document::Span span) {
    auto found = tasks_.find(&task);
    if (found != tasks_.end()) {
        add(Event::Kind::call, span, found->second);
    }
}

void Walker::enter_hold(uint32_t object, document::Span span) {
    object = facts_.globals[object].object;
    add(Event::Kind::acquire, span, object);
    if (held_.size() < most_held) {
        held_.push_back({object, span, ++next_hold_, conditions_});
    }
}

void Walker::leave_hold(uint32_t object) {
    drop_last(held_, facts_.globals[object].object);
}

void Walker::note_release(uint32_t object) {
    GlobalInfo& info = facts_.globals[object];
    using Releaser = GlobalInfo::Releaser;
    if (info.releaser == Releaser::none) {
        info.releaser = Releaser::one;
        info.releasing_unit = unit_;
    } else if (info.releasing_unit != unit_) {
        info.releaser = Releaser::several;
    }
}

void Walker::use(uint32_t object, std::string_view how, document::Span span) {
    if (how == "acquire") {
        enter_hold(object, span);
    } else if (how == "release") {
        note_release(facts_.globals[object].object);
        leave_hold(object);
    } else if (how == "wait" || how == "get" || how == "join" ||
               (how == "put" && facts_.globals[object].may_be_full)) {
        add(Event::Kind::wait, span, 0);
    }
}

void Walker::reads(const expression::Template& operand) {
    std::vector<expression::NameReference> names = operand.names();
    read_.insert(read_.end(), names.begin(), names.end());
}

void Walker::assigns(expression::NameReference target, const expression::Template& value) {
    bool is_variable = target.space == expression::NameReference::Space::global;
    Event& event = add(is_variable ? Event::Kind::assign : Event::Kind::bind, value.span(), target.index);
    event.reads = value.names();
}

void Walker::returns(const expression::Template& value) {
    add(Event::Kind::returned, value.span(), 0).reads = value.names();
}

}  // namespace aiorun::workflow::analysis
