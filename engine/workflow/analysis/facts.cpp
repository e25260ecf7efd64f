#include "workflow/analysis/facts.hpp"

#include "workflow/analysis/walker.hpp"

namespace aiorun::workflow::analysis {
namespace {

uint32_t capacity_of(const SharedDefinition& definition) {
    using expression::NameKind;
    if (definition.kind == NameKind::lock || definition.kind == NameKind::condition) {
        return 1;
    }
    const int64_t* places = definition.kind == NameKind::semaphore ? definition.number.constant() : nullptr;
    return places != nullptr && *places > 0 && *places < UINT32_MAX ? static_cast<uint32_t>(*places) : 0;
}

std::vector<GlobalInfo> describe_globals(const Workflow& workflow) {
    std::vector<GlobalInfo> globals(workflow.global_count);
    for (uint32_t i = 0; i < globals.size(); ++i) {
        globals[i].object = i;
    }
    for (const auto& file : workflow.files) {
        for (const Variable& variable : file->variables) {
            globals[variable.global].name = variable.name;
            globals[variable.global].is_variable = true;
        }
        for (const SharedDefinition& definition : file->shared) {
            GlobalInfo& info = globals[definition.global];
            info.name = definition.name;
            info.object = definition.lock.value_or(definition.global);
            info.capacity = capacity_of(definition);
            info.is_condition = definition.kind == expression::NameKind::condition;
            info.can_grow = definition.word == "semaphore";
            const int64_t* number = definition.number.constant();
            info.may_be_full = number == nullptr || *number > 0;
        }
    }
    return globals;
}

void merge(Owner& owner, const Owner& other, bool& changed) {
    if (other.count == Owner::Count::unknown || owner.count == Owner::Count::several) {
        return;
    }
    if (owner.count == Owner::Count::unknown) {
        owner = other;
        changed = true;
    } else if (other.count == Owner::Count::several || other.unit != owner.unit) {
        owner.count = Owner::Count::several;
        changed = true;
    }
}

/// The owner of what an event of a unit starts.
Owner owner_of_started(const Facts& facts, const Event& event, const Owner& starter) {
    if (event.kind == Event::Kind::call) {
        return starter;
    }
    const Unit& started = facts.units[event.target];
    if (starter.count == Owner::Count::unknown) {
        return starter;
    }
    bool several = starter.count == Owner::Count::several || started.is_generated || event.in_loop;
    return {several ? Owner::Count::several : Owner::Count::one, event.target};
}

}  // namespace

std::string Facts::place(const Unit& unit, document::Span span) const {
    return unit.source->name() + ":" + std::to_string(unit.source->position(span.begin).line);
}

std::vector<std::vector<uint32_t>> find_starters(const Facts& facts) {
    std::vector<std::vector<uint32_t>> starters(facts.units.size());
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        for (const Event& event : facts.units[i].events) {
            if (event.kind == Event::Kind::call || event.kind == Event::Kind::branch) {
                starters[event.target].push_back(i);
            }
        }
    }
    return starters;
}

std::vector<bool> find_raising(const Facts& facts) {
    std::vector<bool> raising(facts.units.size());
    std::vector<std::vector<uint32_t>> starters = find_starters(facts);
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        if (facts.units[i].raises) {
            raising[i] = true;
            open.push_back(i);
        }
    }
    while (!open.empty()) {
        uint32_t unit = open.back();
        open.pop_back();
        for (uint32_t starter : starters[unit]) {
            if (!raising[starter]) {
                raising[starter] = true;
                open.push_back(starter);
            }
        }
    }
    return raising;
}

Facts collect_facts(const Workflow& workflow) {
    Facts facts;
    facts.globals = describe_globals(workflow);
    TaskUnits tasks;
    std::vector<const steps::TaskDefinition*> definitions;
    auto add = [&](const steps::TaskDefinition& task, UnitKind kind) {
        tasks.emplace(&task, static_cast<uint32_t>(facts.units.size()));
        facts.units.push_back(
            {.kind = kind, .name = task.name, .source = task.source, .scope = task.scope.get()});
        definitions.push_back(&task);
    };
    facts.has_main = workflow.root().main != nullptr;
    if (facts.has_main) {
        add(*workflow.root().main, UnitKind::main);
    }
    for (const auto& file : workflow.files) {
        for (const auto& task : file->tasks) {
            add(*task, UnitKind::task);
        }
    }
    uint32_t next_hold = 0;
    for (uint32_t i = 0; i < definitions.size(); ++i) {
        Walker(facts, tasks, next_hold, i).walk(definitions[i]->body);
    }
    return facts;
}

std::vector<Owner> find_owners(const Facts& facts) {
    std::vector<Owner> owners(facts.units.size());
    std::vector<uint32_t> changed_units;
    auto start = [&](uint32_t unit, Owner::Count count) {
        owners[unit] = {count, unit};
        changed_units.push_back(unit);
    };
    auto spread = [&] {
        while (!changed_units.empty()) {
            uint32_t unit = changed_units.back();
            changed_units.pop_back();
            for (const Event& event : facts.units[unit].events) {
                if (event.kind == Event::Kind::call || event.kind == Event::Kind::branch) {
                    bool changed = false;
                    merge(owners[event.target], owner_of_started(facts, event, owners[unit]), changed);
                    if (changed) {
                        changed_units.push_back(event.target);
                    }
                }
            }
        }
    };
    if (facts.has_main) {
        start(0, Owner::Count::one);
        spread();
    }
    // Tasks of a library are called by whoever imports it.
    for (uint32_t i = 0; i < facts.units.size(); ++i) {
        if (owners[i].count == Owner::Count::unknown && facts.units[i].kind == UnitKind::task) {
            start(i, Owner::Count::several);
            spread();
        }
    }
    return owners;
}

bool may_run_together(const Owner& left, const Owner& right) {
    return left.count != Owner::Count::one || right.count != Owner::Count::one || left.unit != right.unit;
}

}  // namespace aiorun::workflow::analysis
