// Facts: what the tasks and branches of a workflow do, in order, as far as analyses care. Collected in one
// pass.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "expression/environment.hpp"
#include "steps/scope.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow::analysis {

/// A shared object that is held at some point.
struct Held {
    uint32_t object = 0;
    document::Span span;      ///< where it was taken
    uint32_t id = 0;          ///< of this one taking
    uint32_t conditions = 0;  ///< how many conditions stood around the taking
    uint32_t loops = 0;       ///< how many loops
    uint32_t stretch = 0;     ///< another one when a condition's wait let go of it in between
    bool may_be_left = false; ///< a step since then may have failed
};

struct Event {
    enum class Kind : uint8_t {
        acquire,   ///< of `target`, a shared object
        call,      ///< of the task that is unit `target`
        branch,    ///< unit `target` starts as a task of its own
        wait,      ///< others may run
        assign,    ///< of the variable `target`, from `reads`
        bind,      ///< of the local name `target`, from `reads`
        result,    ///< of a step that was called or that waited: bound to the local name `target`
        returned,  ///< the unit's value, from `reads`
    } kind = Kind::wait;
    document::Span span;
    uint32_t target = 0;
    /// How many conditions, loops and handlers of the unit stand around; those behind a possible `return`
    /// count as well.
    uint32_t conditions = 0;
    bool in_timeout = false;
    bool in_loop = false;
    bool lets_go = false;  ///< a condition's wait, which gives its lock `target` back meanwhile
    std::vector<Held> held{};
    std::vector<expression::NameReference> reads{};
};

/// How a unit comes to run.
enum class UnitKind : uint8_t { main, task, gathered, raced, shielded, spawned };

/// Steps that run one after the other: the body of main, of a task, or of a branch.
struct Unit {
    UnitKind kind = UnitKind::main;
    bool is_generated = false;
    std::string name;  ///< of a task; else what made it: "gather"
    const document::Source* source = nullptr;
    const steps::Scope* scope = nullptr;
    uint32_t parent = 0;     ///< of a branch: the unit it is written in
    uint32_t construct = 0;  ///< of a branch: the same number for all that one step starts
    bool raises = false;     ///< a step of its own raises
    bool is_abandoned = false;  ///< the steps of the `as_completed` that starts it may leave that early
    std::list<Event> events{};  // a list: it grows without a copy, and there are many short ones
    /// Whether who starts it waits for its end.
    [[nodiscard]] bool is_awaited() const noexcept { return kind != UnitKind::spawned; }
};

/// What is known of one place among the globals.
struct GlobalInfo {
    std::string name;
    bool is_variable = false;
    uint32_t object = 0;    ///< a condition's lock, when it shares one; else itself
    uint32_t capacity = 0;  ///< how often it can be held at once; 0: it cannot, or that is not known
    bool may_be_full = false;
    bool is_condition = false;
    bool can_grow = false;  ///< a `release` that matches no taking adds a place
    /// Units that release it by a step of their own.
    enum class Releaser : uint8_t { none, one, several } releaser = Releaser::none;
    uint32_t releasing_unit = 0;
};

struct Facts {
    std::vector<Unit> units;  ///< main first, if there is one
    std::vector<GlobalInfo> globals;
    bool has_main = false;
    bool has_cancel = false;

    /// `flow.yaml:12`
    [[nodiscard]] std::string place(const Unit& unit, document::Span span) const;
    [[nodiscard]] const std::string& name_of(uint32_t global) const { return globals[global].name; }
};

/// For each unit those that call it or start it as a branch.
[[nodiscard]] std::vector<std::vector<uint32_t>> find_starters(const Facts& facts);

/// Units in which a step may raise, their own or one of what they call and wait for.
[[nodiscard]] std::vector<bool> find_raising(const Facts& facts);

[[nodiscard]] Facts collect_facts(const Workflow& workflow);

/// Which of the run's tasks a unit runs in. Two units with the same single one never run at the same time.
struct Owner {
    enum class Count : uint8_t { unknown, one, several } count = Count::unknown;
    uint32_t unit = 0;
};
[[nodiscard]] std::vector<Owner> find_owners(const Facts& facts);
[[nodiscard]] bool may_run_together(const Owner& left, const Owner& right);

}  // namespace aiorun::workflow::analysis
