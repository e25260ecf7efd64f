#include "workflow/task_places.hpp"

#include <algorithm>

namespace aiorun::workflow {

TaskPlaces::TaskPlaces(const Workflow& workflow) {
    std::map<const steps::TaskDefinition*, std::string_view> imported;
    for (const auto& file : workflow.files) {
        for (const auto& [name, task] : file->names.tasks) {
            if (name.find('.') != std::string_view::npos) {
                auto [known, is_new] = imported.try_emplace(task, name);
                known->second = std::min(known->second, name);  // one that several files import has the first name
            }
        }
    }
    auto add = [&](const steps::TaskDefinition& task) {
        auto found = imported.find(&task);
        std::string_view other = found == imported.end() ? std::string_view() : found->second;
        begins_[task.source->name()].emplace(task.source->position(task.span.begin).line, effects::BodyNames{task.name, other});
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

effects::BodyNames TaskPlaces::task_at(const value::Place& place) const {
    auto file = begins_.find(std::string_view(place.file == nullptr ? "" : place.file));
    if (file == begins_.end()) {
        return {};
    }
    auto behind = file->second.upper_bound(place.line);
    return behind == file->second.begin() ? effects::BodyNames() : std::prev(behind)->second;
}

}  // namespace aiorun::workflow
