// All actions of the language. Each is defined in a file of its own, named after its key.
#pragma once

#include <span>
#include <string_view>

#include "steps/action.hpp"

namespace aiorun::steps {

/// In the order in which docs and messages list them.
[[nodiscard]] std::span<const ActionSpec* const> all_actions();
[[nodiscard]] const ActionSpec* find_action(std::string_view name);

/// The keys of a case of `switch`.
[[nodiscard]] std::span<const Key> switch_case_keys();

extern const ActionSpec abort_action;
extern const ActionSpec acquire_action;
extern const ActionSpec as_completed_action;
extern const ActionSpec assert_action;
extern const ActionSpec assign_action;
extern const ActionSpec await_action;
extern const ActionSpec break_action;
extern const ActionSpec cancel_action;
extern const ActionSpec clear_action;
extern const ActionSpec continue_action;
extern const ActionSpec do_action;
extern const ActionSpec fetch_action;
extern const ActionSpec for_action;
extern const ActionSpec gather_action;
extern const ActionSpec get_action;
extern const ActionSpec join_action;
extern const ActionSpec log_action;
extern const ActionSpec notify_action;
extern const ActionSpec notify_all_action;
extern const ActionSpec print_action;
extern const ActionSpec put_action;
extern const ActionSpec race_action;
extern const ActionSpec raise_action;
extern const ActionSpec release_action;
extern const ActionSpec reset_action;
extern const ActionSpec return_action;
extern const ActionSpec run_action;
extern const ActionSpec set_action;
extern const ActionSpec shutdown_action;
extern const ActionSpec sleep_action;
extern const ActionSpec spawn_action;
extern const ActionSpec switch_action;
extern const ActionSpec task_done_action;
extern const ActionSpec task_group_action;
extern const ActionSpec try_action;
extern const ActionSpec wait_action;
extern const ActionSpec while_action;

}  // namespace aiorun::steps
