#include "workflow/task_places.hpp"

namespace aiorun::workflow {

TaskPlaces::TaskPlaces(const Workflow& workflow) {
    auto add = [&](const steps::TaskDefinition& task) {
        begins_[task.source->name()].emplace(task.source->position(task.span.begin).line, task.name);
    };
    for (const auto& file : workflow.files) {
        for (const auto& task : file->tasks) {
            add(*task);
        }
        if (file->main) {
            add(*file->main);
        }
    }
}

std::string_view TaskPlaces::task_at(const value::Place& place) const {
    auto file = begins_.find(std::string_view(place.file == nullptr ? "" : place.file));
    if (file == begins_.end()) {
        return {};
    }
    auto behind = file->second.upper_bound(place.line);
    return behind == file->second.begin() ? std::string_view() : std::prev(behind)->second;
}

}  // namespace aiorun::workflow
