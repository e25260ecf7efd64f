#include "observe/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

using runtime::WaitKind;

/// Columns are as wide as their contents, up to this.
constexpr size_t widest_column = 32;
/// Links of the critical path that are shown from each of its ends.
constexpr size_t shown_links = 20;

std::string place_of(const value::Place& place) {
    return place.file == nullptr ? "" : fmt::format("{}:{}", place.file, place.line);
}

std::string shown(std::string_view text) { return value::escape_for_terminal(text); }

std::string step_of(const PlanEvent& event) {
    return shown(event.step) + (event.place.file == nullptr ? "" : fmt::format(" ({})", event.place.line));
}

std::string lasting(const PlanEvent& event) {
    return event.until ? show_seconds(*event.until - event.at) + " s" : "for ever";
}

std::string sleep_of(const PlanEvent& event) {
    if (!event.due) {
        return "sleeps " + lasting(event);
    }
    std::string text = "sleeps " + show_seconds(*event.due - event.at) + " s";
    return event.is_cut_short ? text + ", cut short after " + lasting(event) : text;
}

std::string what(const PlanEvent& event) {
    std::string text = shown(event.text);
    std::string answer = event.answer.empty() ? "" : "; " + shown(event.answer);
    switch (event.kind) {
        case PlanEvent::Kind::fetch: return "would " + text + answer;
        case PlanEvent::Kind::run: return "would " + text + answer;
        case PlanEvent::Kind::sleep: return sleep_of(event);
        case PlanEvent::Kind::wait:
            return "waits " + lasting(event) + " for " + (text.empty() ? "the same" : text) + (event.is_cut_short ? ", in vain: it is cut short" : "");
        case PlanEvent::Kind::print: return "prints: " + text;
        case PlanEvent::Kind::log: return "logs: " + text;
        case PlanEvent::Kind::retry: return text + ", the next one after " + lasting(event);
        case PlanEvent::Kind::error: return "raises " + text;
        case PlanEvent::Kind::cancelled: return "is cancelled";
    }
    return text;
}

std::string line_of(const PlanEvent& event, size_t task_width, size_t step_width) {
    std::string start = fmt::format("{:>10}  ", show_seconds(event.at));
    if (event.more > 1) {
        std::string until = event.last > event.at ? ", until " + show_seconds(event.last) + " s" : "";
        return start + fmt::format("{:<{}}  {:<{}}  … and {} more like it{}", "", task_width, step_of(event), step_width,
                                   fmt::group_digits(event.more), until);
    }
    return start + fmt::format("{:<{}}  {:<{}}  {}", shown(event.task), task_width, step_of(event), step_width, what(event));
}

std::string link_of(const PathLink& link) {
    std::string step(link.step == nullptr ? "" : link.step->name.empty() ? link.step->action : link.step->name);
    std::string place = link.step == nullptr ? "" : place_of(link.step->place);
    std::string subject = link.subject.empty() ? "" : " " + shown(link.subject);
    std::string kind = link.kind == WaitKind::connection  ? "a connection to"
                       : link.kind == WaitKind::queue_get ? "an item of queue"
                       : link.kind == WaitKind::queue_put ? "room in queue"
                       : link.kind == WaitKind::queue_join ? "all items to be done of queue"
                                                          : std::string(to_word(link.kind));
    std::string times = link.count > 1 ? fmt::format(", {} times", fmt::group_digits(link.count)) : "";
    std::string text = fmt::format("  {:>10} … {:>10}  {}, {}{}: ", show_seconds(link.begin), show_seconds(link.end), shown(link.task),
                                   shown(step), place.empty() ? "" : " at " + shown(place));
    return text + (link.is_handed_over ? "gets " + kind + subject + ", for which it waited" : kind + subject) + times + "\n";
}

std::string critical_path(const Simulation& simulation) {
    const std::vector<PathLink>& links = simulation.critical_path;
    if (links.empty()) {
        return "critical path: none, nothing takes time\n";
    }
    std::string text = "critical path, what the total time is made of:\n";
    text += simulation.critical_path_is_cut ? "  … its beginning was too long to be kept\n" : "";
    for (size_t i = 0; i < links.size(); ++i) {
        if (links.size() > 2 * shown_links + 1 && i == shown_links) {
            size_t left = links.size() - 2 * shown_links;
            text += fmt::format("  … {} more\n", fmt::group_digits(left));
            i += left;
        }
        text += link_of(links[i]);
    }
    return text;
}

std::string count(uint64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", fmt::group_digits(number), number == 1 ? one : many);
}

std::string summary(const Simulation& simulation) {
    const Numbers& numbers = simulation.numbers;
    std::string text = "summary\n";
    text += "  takes        " + show_seconds(simulation.total) + " s of virtual time\n";
    text += "  tasks        " + count(numbers.tasks, "task", "tasks") + ", at most " + fmt::format("{}", fmt::group_digits(numbers.peak_tasks)) +
            " at once; " + count(numbers.steps, "step", "steps") + "\n";
    if (numbers.fetches > 0) {
        text += "  fetches      " + fmt::format("{}", fmt::group_digits(numbers.fetches)) + ", at most " +
                fmt::format("{}", fmt::group_digits(numbers.peak_transfers)) + " at once\n";
        for (const auto& [host, fetches] : numbers.hosts) {
            text += "               " + fmt::format("{}", fmt::group_digits(fetches)) + " to " + shown(host) + "\n";
        }
    }
    if (numbers.processes > 0) {
        text += "  processes    " + fmt::format("{}", fmt::group_digits(numbers.processes)) + ", at most " +
                fmt::format("{}", fmt::group_digits(numbers.peak_processes)) + " at once\n";
    }
    text += "  ends with    " + (simulation.error.empty() ? simulation.ending : shown(simulation.error)) + "\n";
    if (simulation.error.empty() && !simulation.result.is_null()) {
        text += "  result       " + shown(value::to_json(simulation.result)) + "\n";
    }
    if (!simulation.output.empty()) {
        text += "  the result would be written to " + shown(simulation.output) + "\n";
    }
    return text;
}

std::string deadlock(const Simulation& simulation) {
    std::string text = simulation.deadlock.empty() ? "" : "deadlock: these tasks wait for ever\n";
    for (const StuckTask& task : simulation.deadlock) {
        text += "  " + shown(task.task) + " waits for " + shown(task.waits_for);
        for (size_t i = 0; i < task.holders.size(); ++i) {
            text += (i == 0 ? ", held back by " : ", ") + shown(task.holders[i]);
        }
        text += task.place.empty() ? "\n" : ", at " + shown(task.step) + " in " + shown(task.place) + "\n";
    }
    return text;
}

std::string warnings(std::string_view title, const std::vector<Warning>& all) {
    std::string text = all.empty() ? "" : std::string(title) + "\n";
    for (const Warning& warning : all) {
        std::string place = place_of(warning.place);
        text += "  " + (place.empty() ? "" : shown(place) + ": ") + shown(warning.text);
        text += warning.times > 1 ? fmt::format(" ({} times)\n", fmt::group_digits(warning.times)) : "\n";
    }
    return text;
}

}  // namespace

std::string show_seconds(runtime::Duration duration) {
    return fmt::format("{:.3f}", std::chrono::duration<double>(duration).count());
}

std::string to_plan_text(const Simulation& simulation) {
    std::string text = "dry-run of " + shown(simulation.workflow) + ": nothing is sent, started or written\n\n";
    size_t task_width = 4;
    size_t step_width = 4;
    for (const PlanEvent& event : simulation.events) {
        task_width = std::max(task_width, std::min(shown(event.task).size(), widest_column));
        step_width = std::max(step_width, std::min(step_of(event).size(), widest_column));
    }
    text += fmt::format("{:>10}  {:<{}}  {:<{}}  what\n", "seconds", "task", task_width, "step", step_width);
    for (const PlanEvent& event : simulation.events) {
        text += line_of(event, task_width, step_width) + "\n";
    }
    text += "\n" + summary(simulation) + "\n" + critical_path(simulation);
    for (const std::string& part : {deadlock(simulation), warnings("lost updates", simulation.lost_updates),
                                    warnings("what could not be known", simulation.warnings)}) {
        text += part.empty() ? "" : "\n" + part;
    }
    return text;
}

}  // namespace aiorun::observe
