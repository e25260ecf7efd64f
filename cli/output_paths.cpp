#include "cli/output_paths.hpp"

#include <sys/stat.h>

#include <filesystem>

namespace aiorun::cli {
namespace {

struct NamedFile {
    std::string what;
    std::string path;
};

bool is_same(const NamedFile& one, const NamedFile& other) {
    struct stat first {};
    struct stat second {};
    bool exists = stat(one.path.c_str(), &first) == 0;
    if (exists && !S_ISREG(first.st_mode)) {
        return false;  // /dev/null, a pipe: nothing is overwritten there
    }
    if (exists && stat(other.path.c_str(), &second) == 0) {
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    }
    std::error_code error;
    auto normal = [&](const std::string& path) { return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error); };
    return normal(one.path) == normal(other.path) && !error;
}

void add(std::vector<NamedFile>& files, std::string_view what, const std::string& path) {
    if (!path.empty() && path != "-") {
        files.push_back({std::string(what), path});
    }
}

}  // namespace

std::optional<std::string> find_output_conflict(const RunArguments& arguments, const std::vector<std::string>& sources) {
    std::vector<NamedFile> files;  // what is written first
    add(files, "--trace", arguments.trace);
    for (const std::string& path : arguments.reports) {
        add(files, "--report", path);
    }
    add(files, "--output", arguments.output);
    size_t written = files.size();
    for (const std::string& path : sources) {
        add(files, "the workflow", path);
    }
    for (const std::string& path : arguments.params_files) {
        add(files, "--params", path);
    }
    for (const std::string& path : arguments.env_files) {
        add(files, "--env-file", path);
    }
    add(files, "--mocks", arguments.mocks);
    for (size_t first = 0; first < written; ++first) {
        for (size_t second = first + 1; second < files.size(); ++second) {
            if (is_same(files[first], files[second])) {
                return files[first].what + " and " + files[second].what + " are the same file, " + files[first].path +
                       (files[first].path == files[second].path ? "" : " (" + files[second].path + ")") + ": choose another one for " +
                       files[first].what;
            }
        }
    }
    return std::nullopt;
}

}  // namespace aiorun::cli
