#include "workflow/lost_update_watch.hpp"

#include <algorithm>

#include "runtime/task.hpp"

namespace aiorun::workflow {
namespace {

using expression::NameReference;

/// Local names that are remembered: of tasks that ended long ago nothing is needed any more.
constexpr size_t most_locals = 1'000'000;
constexpr size_t most_found = 100;

value::Place place_of(const runtime::Task& task) { return task.step() == nullptr ? value::Place{} : task.step()->place; }

}  // namespace

LostUpdateWatch::Sources LostUpdateWatch::sources_of(const steps::Frame& frame, const std::vector<NameReference>& reads) {
    Sources sources;
    for (const NameReference& read : reads) {
        if (read.space == NameReference::Space::global) {
            sources[read.index] = variables_[read.index].version;
            continue;
        }
        auto local = locals_.find({frame.task().id(), &frame.scope(), read.index});
        if (local == locals_.end()) {
            continue;
        }
        for (const auto& [variable, version] : local->second) {
            auto [known, is_new] = sources.try_emplace(variable, version);
            // Made of an old and a new reading, it is as new as the newest: the task looked again.
            known->second = is_new ? version : std::max(known->second, version);
        }
    }
    return sources;
}

void LostUpdateWatch::assigned(const steps::Frame& frame, NameReference target, const std::vector<NameReference>& reads) {
    const runtime::Task& task = frame.task();
    Sources sources = sources_of(frame, reads);
    if (target.space == NameReference::Space::local) {
        set_local({task.id(), &frame.scope(), target.index}, std::move(sources));
        return;
    }
    Variable& variable = variables_[target.index];
    check(target.index, variable, sources, task);
    ++variable.version;
    variable.writer = task.id();
    variable.writer_name = task.name();
    variable.place = place_of(task);
}

void LostUpdateWatch::set_local(const Local& local, Sources sources) {
    if (locals_.size() >= most_locals) {
        locals_.clear();
    }
    if (sources.empty()) {
        locals_.erase(local);
    } else {
        locals_[local] = std::move(sources);
    }
}

void LostUpdateWatch::passed(const steps::Frame& frame, const steps::Scope& callee, uint32_t slot, const std::vector<NameReference>& reads) {
    set_local({frame.task().id(), &callee, slot}, sources_of(frame, reads));
}

void LostUpdateWatch::returned(const steps::Frame& frame, const std::vector<NameReference>& reads) {
    if (returned_.size() >= most_locals) {
        returned_.clear();
    }
    returned_[frame.task().id()] = {sources_of(frame, reads)};
}

void LostUpdateWatch::called(const steps::Frame& frame, std::string_view name, CallEnd end) {
    auto returned = returned_.find(frame.task().id());
    if (returned != returned_.end() && end == CallEnd::returned) {
        returned->second.call = name;
    } else if (returned != returned_.end()) {
        returned_.erase(returned);
    }
}

void LostUpdateWatch::bound(const steps::Frame& frame, std::string_view action, uint32_t slot) {
    auto returned = returned_.find(frame.task().id());
    bool is_of_call = returned != returned_.end() && returned->second.call == action;
    set_local({frame.task().id(), &frame.scope(), slot}, is_of_call ? returned->second.sources : Sources());
}

void LostUpdateWatch::check(uint32_t index, const Variable& variable, const Sources& sources, const runtime::Task& task) {
    auto source = sources.find(index);
    bool is_stale = source != sources.end() && source->second < variable.version && variable.writer != task.id();
    if (!is_stale || found_.size() >= most_found) {
        return;
    }
    LostUpdate update{name_of(index), place_of(task), task.name(), variable.writer_name, variable.place};
    bool is_known = std::ranges::any_of(found_, [&](const LostUpdate& each) {
        return each.variable == update.variable && each.place.line == update.place.line && each.place.file == update.place.file;
    });
    if (!is_known) {
        found_.push_back(std::move(update));
    }
}

std::string LostUpdateWatch::name_of(uint32_t index) const {
    for (const auto& file : workflow_.files) {
        for (const workflow::Variable& variable : file->variables) {
            if (variable.global == index) {
                return variable.name;
            }
        }
    }
    return "?";
}

}  // namespace aiorun::workflow
