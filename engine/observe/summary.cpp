#include "observe/summary.hpp"

#include <algorithm>

namespace aiorun::observe {
namespace {

/// Hosts that are listed; a crawler meets many.
constexpr size_t most_hosts = 1000;

bool waits_for_connection(const runtime::Task& task) {
    return task.waiting_for() != nullptr && task.waiting_for()->subject().kind == runtime::WaitKind::connection;
}

}  // namespace

void Summary::task_created(const runtime::Task&) {
    ++numbers_.tasks;
    numbers_.peak_tasks = std::max(numbers_.peak_tasks, ++tasks_);
}

void Summary::task_ended(const runtime::Task&) { --tasks_; }

/// Which transfers have a connection is known when they go on to wait for something else.
void Summary::wait_began(const runtime::Task&, const runtime::Wait& wait) {
    if (wait.subject().kind == runtime::WaitKind::connection) {
        ++without_connection_;
    } else {
        numbers_.peak_transfers = std::max(numbers_.peak_transfers, transfers_ - std::min(without_connection_, transfers_));
    }
}

void Summary::wait_ended(const runtime::Task& task) {
    if (waits_for_connection(task)) {
        --without_connection_;
    }
}

void Summary::step_ended(const runtime::Task&, const runtime::StepInfo&, const runtime::Completion&, runtime::StepRun run) {
    numbers_.steps += run == runtime::StepRun::ran ? 1 : 0;
}

void Summary::operation_began(const runtime::Task&, const runtime::Operation& operation) {
    if (operation.kind == runtime::Operation::Kind::process) {
        ++numbers_.processes;
        numbers_.peak_processes = std::max(numbers_.peak_processes, ++processes_);
        return;
    }
    ++numbers_.fetches;
    ++transfers_;
    bool is_new = numbers_.hosts.size() >= most_hosts && !numbers_.hosts.contains(operation.target);
    ++numbers_.hosts[is_new ? std::string("other hosts") : operation.target];
}

void Summary::operation_ended(const runtime::Task&, const runtime::Operation& operation, const runtime::OperationEnd&) {
    operation.kind == runtime::Operation::Kind::process ? --processes_ : --transfers_;
}

void Summary::line_written(const runtime::Task&, runtime::LineKind kind, std::string_view) {
    numbers_.lines += kind == runtime::LineKind::printed ? 1 : 0;
}

}  // namespace aiorun::observe
