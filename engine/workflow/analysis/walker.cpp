#include "workflow/analysis/walker.hpp"

#include <algorithm>
#include <array>
#include <utility>

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
constexpr std::array<std::string_view, 4> leaving_words{"return", "raise", "break", "continue"};
constexpr std::array<std::string_view, 2> loop_words{"break", "continue"};
constexpr std::array<std::string_view, 3> certain_roles{"do", "try", "finally"};
constexpr std::array<std::string_view, 3> loop_roles{"for", "while", "then"};

UnitKind kind_of(std::string_view construct) {
    return construct == "spawn"    ? UnitKind::spawned
           : construct == "race"   ? UnitKind::raced
           : construct == "shield" ? UnitKind::shielded
                                   : UnitKind::gathered;
}

/// What is held both before and after steps that may not run, as it is after them.
std::vector<Held> common(const std::vector<Held>& before, const std::vector<Held>& after) {
    std::vector<Held> both;
    std::ranges::copy_if(after, std::back_inserter(both), [&](const Held& held) {
        return std::ranges::find(before, held.id, &Held::id) != before.end();
    });
    return both;
}

/// What was dropped, if anything was.
std::optional<Held> drop_last(std::vector<Held>& held, uint32_t object) {
    for (size_t i = held.size(); i-- > 0;) {
        if (held[i].object == object) {
            Held dropped = held[i];
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
            return dropped;
        }
    }
    return std::nullopt;
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
    if (word == "raise" || word == "assert") {
        note_failure();
    }
    if (is_one_of(word, leaving_words)) {
        step.action->visit(*this);
        ++conditions_;  // for the rest of the unit, or of the loop's steps
        loop_jumps_ += is_one_of(word, loop_words) ? 1 : 0;
        leaves_then_ = leaves_then_ || word == "return" || word == "break";
        return;
    }
    uint32_t outer_construct = std::exchange(construct_, ++next_hold_);
    size_t first_unit = facts_.units.size();
    facts_.has_cancel = facts_.has_cancel || word == "cancel";
    read_.clear();
    size_t first_event = facts_.units[unit_].events.size();
    bool left_outer = std::exchange(leaves_then_, false);
    step.action->visit(*this);
    construct_ = outer_construct;
    if (word == "as_completed" && leaves_then_) {
        for (size_t i = first_unit; i < facts_.units.size(); ++i) {
            facts_.units[i].is_abandoned = true;
        }
    }
    leaves_then_ = leaves_then_ || left_outer;
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
    if (role == "task_group") {
        walk_body(block);
        return;
    }
    if (is_one_of(role, certain_roles)) {
        walk(block);
        return;
    }
    if (!is_one_of(role, loop_roles)) {
        walk_maybe(block);
        return;
    }
    uint32_t outer_jumps = std::exchange(loop_jumps_, 0);
    ++loops_;
    walk_maybe(block);
    --loops_;
    conditions_ -= std::exchange(loop_jumps_, outer_jumps);
}

/// The body of a task group, which a task that it has spawned may cancel by failing.
void Walker::walk_body(const steps::Block& block) {
    size_t before = facts_.units[unit_].events.size();
    walk(block);
    bool may_be_cancelled = false;
    std::list<Event>& after = facts_.units[unit_].events;
    for (auto event = std::next(after.begin(), static_cast<std::ptrdiff_t>(before)); event != after.end(); ++event) {
        event->in_timeout = event->in_timeout || may_be_cancelled;
        bool spawns = event->kind == Event::Kind::call ||
                      (event->kind == Event::Kind::branch && facts_.units[event->target].kind == UnitKind::spawned);
        may_be_cancelled = may_be_cancelled || spawns;
    }
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
                            .parent = unit_,
                            .construct = construct_});
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
        uint32_t id = ++next_hold_;
        held_.push_back(
            {.object = object, .span = span, .id = id, .conditions = conditions_, .loops = loops_, .stretch = id});
    }
}

void Walker::leave_hold(uint32_t object) {
    static_cast<void>(drop_last(held_, facts_.globals[object].object));
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

void Walker::note_failure() {
    facts_.units[unit_].raises = true;
    for (Held& held : held_) {
        held.may_be_left = true;
    }
}

/// A plain semaphore has one more place after a `release` of what was not taken.
void Walker::release(uint32_t object) {
    note_release(object);
    std::optional<Held> released = drop_last(held_, object);
    GlobalInfo& info = facts_.globals[object];
    if (info.can_grow && (!released || released->loops != loops_)) {
        info.capacity = 0;
    }
}

/// A condition's wait: others may take its lock meanwhile.
void Walker::wait_for_condition(uint32_t lock, document::Span span) {
    add(Event::Kind::wait, span, lock).lets_go = true;
    for (Held& held : held_) {
        if (held.object == lock) {
            held.stretch = ++next_hold_;
        }
    }
}

void Walker::use(uint32_t object, std::string_view how, document::Span span) {
    if (how == "acquire") {
        enter_hold(object, span);
    } else if (how == "release") {
        release(facts_.globals[object].object);
    } else if (how == "wait" && facts_.globals[object].is_condition) {
        wait_for_condition(facts_.globals[object].object, span);
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
