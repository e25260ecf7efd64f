#include "effects/feasibility.hpp"

#include <filesystem>

#include "effects/origin.hpp"
#include "http/check.hpp"
#include "http/refusal.hpp"
#include "http/saved_file.hpp"
#include "process/check.hpp"
#include "value/stand_in.hpp"

namespace aiorun::effects {
namespace {

using value::has_placeholder;

std::string normalised(const std::string& path) { return std::filesystem::path(path).lexically_normal(); }

}  // namespace

void Feasibility::note_saved(const std::string& path) { saved_.insert(normalised(path)); }

std::optional<http::Failure> Feasibility::find_refusal(const http::Request& request) {
    if (has_placeholder(origin_of(request.url))) {
        return std::nullopt;
    }
    return http::find_refusal(request);
}

std::vector<std::string> Feasibility::find_obstacles(const http::Request& request) const {
    std::vector<std::string> obstacles;
    for (const http::NeededFile& file : http::needed_files(request)) {
        if (has_placeholder(*file.path) || saved_.contains(normalised(*file.path))) {
            continue;
        }
        if (std::optional<http::Failure> problem = http::check_file(file)) {
            obstacles.push_back(in_words(problem->message));
        }
    }
    if (request.save && !has_placeholder(request.save->path)) {
        http::SavedFile file(*request.save);
        if (!file.problem().empty()) {
            obstacles.push_back(in_words(file.problem()));
        }
    }
    return obstacles;
}

std::string Feasibility::find_obstacle(const process::Command& command) const {
    if (has_placeholder(command.arguments.front()) || has_placeholder(command.directory)) {
        return {};
    }
    std::string problem = process::find_obstacle(command);
    return problem.empty() ? problem : in_words(problem);
}

std::string Feasibility::in_words(const std::string& problem) const {
    return "as this machine is now, a run fails here: " + problem +
           (had_commands_ ? ", unless a command before it changes that" : "");
}

}  // namespace aiorun::effects
