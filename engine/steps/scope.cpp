#include "steps/scope.hpp"

#include "document/suggest.hpp"

namespace aiorun::steps {

using expression::NameReference;
using expression::ResolvedName;

Scope::Scope(Role role, Scope* outer, const FileNames& file, const document::Source& source,
             document::Diagnostics& diagnostics)
    : role_(role), outer_(outer), file_(file), source_(source), diagnostics_(diagnostics) {}

Scope& Scope::branch() {
    branches_.push_back(std::make_unique<Scope>(Role::branch, this, file_, source_, diagnostics_));
    return *branches_.back();
}

uint32_t Scope::slot_of(std::string_view name) {
    auto [found, added] = by_name_.emplace(name, static_cast<uint32_t>(slots_.size()));
    if (added) {
        slots_.emplace_back().name = name;
    }
    return found->second;
}

uint32_t Scope::bind_at_start(std::string_view name) {
    uint32_t slot = slot_of(name);
    slots_[slot].at_start = true;
    return slot;
}

uint32_t Scope::bind(std::string_view name, document::Span span) {
    uint32_t slot = slot_of(name);
    if (!slots_[slot].bound) {
        slots_[slot].bound = true;
        slots_[slot].bound_at = span;
    }
    return slot;
}

uint32_t Scope::hidden() {
    slots_.emplace_back().at_start = true;
    return static_cast<uint32_t>(slots_.size() - 1);
}

bool Scope::is_local(std::string_view name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
        auto found = scope->by_name_.find(name);
        if (found != scope->by_name_.end()) {
            return true;
        }
    }
    return false;
}

bool Scope::hides(std::string_view name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
        auto found = scope->by_name_.find(name);
        if (found != scope->by_name_.end() && (scope->slots_[found->second].bound || scope->slots_[found->second].at_start)) {
            return true;
        }
    }
    return false;
}

std::optional<ResolvedName> Scope::resolve(std::string_view name, document::Span span) {
    const Global* global = file_.find(name);
    // Steps cannot bind the name of a variable, only a param can hide one, and params come first.
    if (global != nullptr && global->kind == Global::Kind::variable && !is_local(name)) {
        return ResolvedName{{NameReference::Space::global, global->index}, expression::NameKind::value};
    }
    if (role_ == Role::file && global != nullptr) {
        return ResolvedName{{NameReference::Space::global, global->index}, global->shared_kind};
    }
    uint32_t slot = slot_of(name);
    slots_[slot].reads.push_back(span);
    ResolvedName resolved{{NameReference::Space::local, slot}, expression::NameKind::value};
    if (global != nullptr && !slots_[slot].bound && !slots_[slot].at_start) {
        resolved.kind = global->shared_kind;
    }
    return resolved;
}

void Scope::finish() { resolve_outer(); }

/// From the outside to the inside: a branch may make the scopes around it copy what they do not mention themselves.
void Scope::resolve_outer() {
    // More slots may be added at the end meanwhile, by branches; those resolve themselves in provides().
    size_t own = slots_.size();
    for (uint32_t slot = 0; slot < own; ++slot) {
        resolve_slot(slot);
    }
    for (const std::unique_ptr<Scope>& inner : branches_) {
        inner->resolve_outer();
    }
}

void Scope::resolve_slot(uint32_t slot) {
    const Slot info = slots_[slot];
    if (info.at_start || info.name.empty()) {
        return;
    }
    uint32_t outer_slot = 0;
    if (outer_ != nullptr && outer_->provides(info.name, outer_slot)) {
        capture(outer_slot, slot);
        return;
    }
    if (const Global* global = file_.find(info.name)) {
        from_globals_.push_back({global->index, slot});
    } else if (!info.bound) {
        report_unknown(info);
    }
}

/// Whether a branch that is written here can see `name`, and in which slot of this scope it then is.
bool Scope::provides(std::string_view name, uint32_t& slot) {
    auto found = by_name_.find(name);
    if (found != by_name_.end()) {
        slot = found->second;
        const Slot& info = slots_[slot];
        return info.bound || info.at_start || info.captured;
    }
    uint32_t outer_slot = 0;
    if (outer_ == nullptr || !outer_->provides(name, outer_slot)) {
        return false;
    }
    slot = slot_of(name);
    capture(outer_slot, slot);
    return true;
}

void Scope::capture(uint32_t from, uint32_t to) {
    slots_[to].captured = true;
    captures_.push_back({from, to});
}

void Scope::collect_names(std::vector<std::string_view>& names) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
        for (const Slot& slot : scope->slots_) {
            if (slot.bound || (slot.at_start && !slot.name.empty())) {
                names.push_back(slot.name);
            }
        }
    }
    for (const auto& [name, global] : file_.globals) {
        names.push_back(name);
    }
}

void Scope::report_unknown(const Slot& slot) const {
    std::vector<std::string_view> names;
    collect_names(names);
    std::string hint;
    if (file_.tasks.contains(slot.name)) {
        std::string name(slot.name);
        hint = "\"" + name + "\" is a task: call it as a step, `- " + name + ": {…}`";
    }
    for (const document::Span& span : slot.reads) {
        diagnostics_.error(source_, span, "unknown-name",
                           "unknown name \"" + std::string(slot.name) + "\"" + document::did_you_mean(slot.name, names), hint);
    }
}

const Scope::Slot* Scope::binder(std::string_view name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
        auto found = scope->by_name_.find(name);
        if (found != scope->by_name_.end() && scope->slots_[found->second].bound) {
            return &scope->slots_[found->second];
        }
    }
    return nullptr;
}

std::string Scope::unbound_message(uint32_t slot) const {
    std::string_view name = slots_[slot].name;
    std::string message = "\"" + std::string(name) + "\" has no value yet";
    if (const Slot* binds = binder(name)) {
        uint32_t line = source_.position(binds->bound_at.begin).line;
        message += ": the step in line " + std::to_string(line) + " would have bound it, and has not run here";
    }
    return message;
}

}  // namespace aiorun::steps
