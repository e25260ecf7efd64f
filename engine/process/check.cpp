#include "process/check.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "process/environment.hpp"
#include "runtime/descriptor.hpp"
#include "value/utf8.hpp"

namespace aiorun::process {
namespace {

std::string describe_unfit(const Command& command) {
    if (command.arguments.empty()) {
        return "the command is empty, expected a program and its arguments";
    }
    for (const std::string& argument : command.arguments) {
        if (argument.contains('\0')) {
            return "an argument holds a NUL character";
        }
    }
    for (const Variable& variable : command.environment) {
        if (variable.name.empty() || variable.name.contains('=') || variable.name.contains('\0')) {
            return "`" + value::escape_for_terminal(variable.name) + "` cannot be the name of a variable";
        }
        if (variable.value && variable.value->contains('\0')) {
            return "the value of the variable `" + value::escape_for_terminal(variable.name) +
                   "` holds a NUL character";
        }
    }
    return command.directory.contains('\0') ? "the name of its folder holds a NUL character" : "";
}

}  // namespace

std::string shown_program(const Command& command) {
    return "`" + (command.arguments.empty() ? "" : value::escape_for_terminal(command.arguments.front())) +
           "`";
}

std::string cannot_start(const Command& command, StartPlace place, int error) {
    std::string where = place == StartPlace::directory ? " in `" + value::escape_for_terminal(command.directory) + "`" : "";
    return "cannot start " + shown_program(command) + where + ": " + strerrordesc_np(error);
}

std::string find_unfit(const Command& command) {
    std::string unfit = describe_unfit(command);
    return unfit.empty() ? unfit : "cannot start " + shown_program(command) + ": " + unfit;
}

std::string find_obstacle(const Command& command) {
    runtime::Descriptor directory;
    if (!command.directory.empty()) {
        directory = runtime::Descriptor(open(command.directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!directory.is_open()) {
            return cannot_start(command, StartPlace::directory, errno);
        }
    }
    int start = directory.is_open() ? directory.number() : AT_FDCWD;
    const std::string& program = command.arguments.front();
    std::expected<std::string, int> file = find_program(program, make_environment(command.environment), start);
    int error = file ? check_executable(*file, start) : file.error();
    return error == 0 ? std::string() : cannot_start(command, StartPlace::program, error);
}

}  // namespace aiorun::process
