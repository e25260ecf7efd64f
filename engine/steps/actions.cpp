#include "steps/actions.hpp"

#include <array>
#include <string_view>
#include <unordered_map>

namespace aiorun::steps {
namespace {

constexpr std::array<const ActionSpec*, 37> table{
    &sleep_action,   &fetch_action,      &run_action,     &print_action,      &log_action,    &assign_action,
    &return_action,  &raise_action,      &assert_action,  &do_action,         &for_action,    &while_action,
    &break_action,   &continue_action,   &switch_action,  &try_action,        &gather_action, &task_group_action,
    &race_action,    &as_completed_action, &spawn_action, &await_action,      &cancel_action, &acquire_action,
    &release_action, &set_action,        &clear_action,   &wait_action,       &abort_action,  &reset_action,
    &notify_action,  &notify_all_action, &put_action,     &get_action,        &task_done_action, &join_action,
    &shutdown_action};

}  // namespace

std::span<const ActionSpec* const> all_actions() { return table; }

const ActionSpec* find_action(std::string_view name) {
    static const auto by_name = [] {
        std::unordered_map<std::string_view, const ActionSpec*> map;
        for (const ActionSpec* spec : table) {
            map.emplace(spec->name, spec);
        }
        return map;
    }();
    auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

}  // namespace aiorun::steps
