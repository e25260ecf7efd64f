#include "process/group.hpp"

#include <dirent.h>
#include <fcntl.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/descriptor.hpp"

namespace aiorun::process {
namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { closedir(directory); }
};

/// `PID (NAME) STATE PARENT GROUP …` (proc_pid_stat(5)); the name may hold anything, also `)`.
bool is_alive_in_group(std::string_view status, pid_t group) {
    size_t name_end = status.rfind(')');
    if (name_end == std::string_view::npos || status.size() < name_end + 5) {
        return false;
    }
    char state = status[name_end + 2];
    size_t parent = name_end + 4;
    size_t begin = status.find(' ', parent);
    if (state == 'Z' || state == 'X' || begin == std::string_view::npos) {
        return false;
    }
    pid_t found = 0;
    std::from_chars(status.data() + begin + 1, status.data() + status.size(), found);
    return found == group;
}

/// A process that ends meanwhile gives an empty text.
std::string read_status(int processes, const char* id) {
    runtime::Descriptor file(openat(processes, (std::string(id) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 512> buffer{};
    ssize_t size = file.is_open() ? read(file.number(), buffer.data(), buffer.size()) : 0;
    return {buffer.data(), size > 0 ? static_cast<size_t>(size) : 0};
}

bool any_in_group(pid_t group) {
    std::unique_ptr<DIR, CloseDirectory> processes(opendir("/proc"));
    if (!processes) {
        return true;
    }
    while (const dirent* entry = readdir(processes.get())) {
        bool is_process = entry->d_name[0] >= '1' && entry->d_name[0] <= '9';
        if (is_process && is_alive_in_group(read_status(dirfd(processes.get()), entry->d_name), group)) {
            return true;
        }
    }
    return false;
}

}  // namespace

void signal_group(pid_t group, int number) noexcept {
    kill(-group, number);
}

bool group_is_alive(pid_t group, Look look) {
    if (kill(-group, 0) != 0 && errno == ESRCH) {
        return false;
    }
    return look == Look::quick || any_in_group(group);
}

}  // namespace aiorun::process
