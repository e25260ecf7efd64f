#include "process/environment.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>

namespace aiorun::process {
namespace {

constexpr std::string_view default_path = "/bin:/usr/bin";  // os.defpath

std::string_view name_of(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

std::string_view path_of(const std::vector<std::string>& environment) {
    for (std::string_view variable : environment) {
        if (variable.starts_with("PATH=")) {
            return variable.substr(5);
        }
    }
    return default_path;
}

}  // namespace

std::vector<std::string> make_environment(const std::vector<Variable>& changes) {
    std::map<std::string_view, const Variable*> last;
    for (const Variable& change : changes) {
        last[change.name] = &change;
    }
    std::vector<std::string> environment;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        if (!last.contains(name_of(*variable))) {
            environment.emplace_back(*variable);
        }
    }
    for (const auto& [name, change] : last) {
        if (change->value) {
            environment.push_back(change->name + "=" + *change->value);
        }
    }
    return environment;
}

int check_executable(const std::string& file, int directory) {
    struct stat status{};
    if (fstatat(directory, file.c_str(), &status, 0) != 0) {
        return errno;
    }
    if (!S_ISREG(status.st_mode)) {
        return EACCES;
    }
    return faccessat(directory, file.c_str(), X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

std::expected<std::string, int> find_program(const std::string& program,
                                             const std::vector<std::string>& environment, int directory) {
    if (program.empty()) {
        return std::unexpected(ENOENT);
    }
    if (program.contains('/')) {
        return program;
    }
    int error = ENOENT;
    std::string_view path = path_of(environment);
    while (true) {
        size_t end = path.find(':');
        std::string folder(path.substr(0, end));
        std::string file =
            folder.empty() ? program : folder + "/" + program;  // an empty entry is where it runs
        int found = check_executable(file, directory);
        if (found == 0) {
            return file;
        }
        if (found == EACCES) {
            error = EACCES;
        }
        if (end == std::string_view::npos) {
            return std::unexpected(error);
        }
        path.remove_prefix(end + 1);
    }
}

}  // namespace aiorun::process
