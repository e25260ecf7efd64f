#include "observe/open_errors.hpp"

#include <algorithm>

namespace aiorun::observe {
namespace {

/// Causes and groups within each other are looked into no deeper than this.
constexpr int deepest = 20;

bool holds(const value::Error& error, const value::Error& other, int depth) {
    if (&error == &other) {
        return true;
    }
    if (depth == deepest) {
        return false;
    }
    return std::ranges::any_of(error.errors, [&](const auto& inner) { return holds(*inner, other, depth + 1); }) ||
           (error.cause && holds(*error.cause, other, depth + 1));
}

}  // namespace

bool holds_error(const value::Error& error, const value::Error& other) { return holds(error, other, 0); }

OpenErrors::Entry* OpenErrors::find(const value::Error& error) {
    auto found = std::ranges::find(entries_, &error, [](const Entry& entry) { return entry.error.get(); });
    return found == entries_.end() ? nullptr : &*found;
}

void OpenErrors::add(const value::ErrorReference& error, size_t index) {
    if (Entry* entry = find(*error)) {
        entry->tests.push_back(index);
        return;
    }
    if (entries_.size() == most) {
        entries_.pop_front();
    }
    entries_.push_back({error, {index}});
}

std::vector<size_t> OpenErrors::take(const value::Error& error) {
    auto found = std::ranges::find(entries_, &error, [](const Entry& entry) { return entry.error.get(); });
    if (found == entries_.end()) {
        return {};
    }
    std::vector<size_t> tests = std::move(found->tests);
    entries_.erase(found);
    return tests;
}

void OpenErrors::set_optional(const value::Error& error) {
    if (Entry* entry = find(error)) {
        entry->is_optional = true;
        ++optional_;
    }
}

void OpenErrors::set_raised(const value::Error& error) {
    if (optional_ == 0) {
        return;  // there is no race: the usual case costs nothing
    }
    for (Entry& entry : entries_) {
        entry.is_optional = entry.is_optional && !holds_error(error, *entry.error);
    }
}

bool OpenErrors::cover(const value::Error& error) const {
    bool is_known = std::ranges::any_of(entries_, [&](const Entry& entry) { return entry.error.get() == &error; });
    return is_known || (!error.errors.empty() &&
                        std::ranges::all_of(error.errors, [&](const auto& inner) { return cover(*inner); }));
}

}  // namespace aiorun::observe
