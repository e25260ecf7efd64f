#include "workflow/waiting_report.hpp"

#include "runtime/task.hpp"
#include "value/utf8.hpp"

namespace aiorun::workflow {
namespace {

constexpr size_t most_holders = 5;

std::string place_of(const runtime::StepInfo* step) {
    if (step == nullptr || step->place.file == nullptr) {
        return {};
    }
    return std::string(step->place.file) + ":" + std::to_string(step->place.line);
}

WaitingTask describe(const runtime::Task& task) {
    WaitingTask entry;
    entry.task = task.name();
    if (const runtime::StepInfo* step = task.step()) {
        entry.step = step->name.empty() ? step->action : step->name;
        entry.place = place_of(step);
        entry.column = step->place.column;
    }
    if (const runtime::Wait* wait = task.waiting_for()) {
        runtime::WaitDescription description = wait->describe();
        entry.waits_for = description.what;
        for (const runtime::Task* holder : description.holders) {
            if (entry.holders.size() == most_holders) {
                entry.holders.push_back("…");
                break;
            }
            entry.holders.push_back(holder == &task ? "itself" : holder->name());
        }
    }
    return entry;
}

}  // namespace

WaitingReport report_waiting(runtime::Loop& loop, size_t most) {
    WaitingReport report;
    runtime::TaskList& tasks = loop.tasks();
    for (runtime::Task* task = tasks.first(); task != nullptr; task = tasks.next(*task)) {
        if (report.tasks.size() < most) {
            report.tasks.push_back(describe(*task));
        } else {
            ++report.more;
        }
    }
    return report;
}

std::string to_text(const WaitingReport& report) {
    auto shown = [](const std::string& name) { return value::escape_for_terminal(name); };
    std::string text;
    for (const WaitingTask& task : report.tasks) {
        text += text.empty() ? "  " : "\n  ";
        text += shown(task.task) + (task.waits_for.empty() ? " runs" : " waits for " + shown(task.waits_for));
        if (!task.holders.empty()) {
            text += " (held back by ";
            for (size_t i = 0; i < task.holders.size(); ++i) {
                text += (i == 0 ? "" : ", ") + shown(task.holders[i]);
            }
            text += ")";
        }
        if (!task.place.empty()) {
            text += ", at " + shown(task.step) + " in " + shown(task.place);
        }
    }
    if (report.more > 0) {
        text += "\n  … and " + std::to_string(report.more) + " more tasks";
    }
    return text;
}

}  // namespace aiorun::workflow
