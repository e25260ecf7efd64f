#include "process/children.hpp"

#include <csignal>
#include <unordered_map>

#include "process/group.hpp"
#include "process/process.hpp"

namespace aiorun::process {
namespace {

std::unordered_map<pid_t, Child*>& children() {
    static std::unordered_map<pid_t, Child*> all;
    return all;
}

}  // namespace

void add_child(pid_t id, Child& child) {
    children().emplace(id, &child);
}

void remove_child(pid_t id, Child& child) noexcept {
    if (find_child(id) == &child) {
        children().erase(id);
    }
}

Child* find_child(pid_t id) noexcept {
    auto found = children().find(id);
    return found == children().end() ? nullptr : found->second;
}

bool has_children() noexcept {
    return !children().empty();
}

void kill_all() noexcept {
    for (const auto& [id, child] : children()) {
        signal_group(id, SIGKILL);
    }
}

}  // namespace aiorun::process
