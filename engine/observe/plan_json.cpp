#include "observe/plan_json.hpp"

#include "value/finite.hpp"
#include "value/stand_in.hpp"

namespace aiorun::observe {
namespace {

using value::MapBuilder;
using value::Value;

Value seconds(runtime::Duration duration) { return std::chrono::duration<double>(duration).count(); }
Value number(uint64_t number) { return static_cast<int64_t>(number); }

void add_place(MapBuilder& map, const value::Place& place) {
    map.set("file", place.file == nullptr ? Value() : Value(place.file));
    map.set("line", place.file == nullptr ? Value() : number(place.line));
}

Value event_value(const PlanEvent& event) {
    MapBuilder map;
    map.set("at", seconds(event.at));
    map.set("kind", to_word(event.kind));
    map.set("task", event.task);
    map.set("step", event.step);
    add_place(map, event.place);
    map.set("until", event.until ? seconds(*event.until) : Value());
    map.set("due", event.due ? seconds(*event.due) : Value());
    map.set("cut_short", event.is_cut_short);
    map.set("text", event.text);
    map.set("answer", event.answer.empty() ? Value() : Value(event.answer));
    map.set("count", number(event.more > 0 ? event.more : 1));
    map.set("last", seconds(event.more > 0 ? event.last : event.at));
    return map.build();
}

Value link_value(const PathLink& link) {
    MapBuilder map;
    map.set("task", link.task);
    map.set("step", link.step == nullptr ? Value() : Value(link.step->name.empty() ? link.step->action : link.step->name));
    add_place(map, link.step == nullptr ? value::Place{} : link.step->place);
    map.set("kind", to_word(link.kind));
    map.set("name", link.subject.empty() ? Value() : Value(link.subject));
    map.set("handed_over", link.is_handed_over);
    map.set("begin", seconds(link.begin));
    map.set("end", seconds(link.end));
    map.set("count", number(link.count));
    return map.build();
}

template <class Items, class Make>
Value list_of(const Items& items, Make make) {
    std::vector<Value> values;
    for (const auto& item : items) {
        values.push_back(make(item));
    }
    return value::make_list(std::move(values));
}

Value summary_value(const Simulation& simulation) {
    const Numbers& numbers = simulation.numbers;
    MapBuilder hosts;
    for (const auto& [host, fetches] : numbers.hosts) {
        hosts.set(host, number(fetches));
    }
    return MapBuilder()
        .set("seconds", seconds(simulation.total))
        .set("tasks", number(numbers.tasks))
        .set("steps", number(numbers.steps))
        .set("fetches", number(numbers.fetches))
        .set("hosts", hosts.build())
        .set("processes", number(numbers.processes))
        .set("printed_lines", number(numbers.lines))
        .set("peak_tasks", number(numbers.peak_tasks))
        .set("peak_transfers", number(numbers.peak_transfers))
        .set("peak_processes", number(numbers.peak_processes))
        .set("critical_path", list_of(simulation.critical_path, link_value))
        .set("critical_path_is_cut", simulation.critical_path_is_cut)
        .build();
}

Value stuck_value(const StuckTask& task) {
    return MapBuilder()
        .set("task", task.task)
        .set("step", task.step)
        .set("place", task.place)
        .set("waits_for", task.waits_for)
        .set("holders", list_of(task.holders, [](const std::string& holder) { return Value(holder); }))
        .build();
}

Value warning_value(const Warning& warning) {
    MapBuilder map;
    add_place(map, warning.place);
    map.set("text", warning.text);
    map.set("count", number(warning.times));
    return map.build();
}

}  // namespace

Value to_plan_json(const Simulation& simulation) {
    return MapBuilder()
        .set("version", 1)
        .set("workflow", simulation.workflow)
        .set("ending", simulation.ending)
        .set("exit_status", simulation.exit_status)
        .set("error", simulation.error.empty() ? Value() : Value(simulation.error))
        .set("result", value::to_finite(value::without_stand_ins(simulation.result)))
        .set("output", simulation.output.empty() ? Value() : Value(simulation.output))
        .set("plan", list_of(simulation.events, event_value))
        .set("summary", summary_value(simulation))
        .set("deadlock", list_of(simulation.deadlock, stuck_value))
        .set("lost_updates", list_of(simulation.lost_updates, warning_value))
        .set("warnings", list_of(simulation.warnings, warning_value))
        .build();
}

}  // namespace aiorun::observe
