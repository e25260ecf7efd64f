// Starting a process: everything between a Command and a running program.
#pragma once

#include <sys/types.h>

#include <expected>
#include <string>

#include "runtime/descriptor.hpp"
#include "process/process.hpp"

namespace aiorun::process {

/// A process that has begun to run its program, as the leader of a process group of its own, with default
/// signal dispositions, nothing blocked, and no descriptor but its three streams. Our ends do not block and
/// are close-on-exec.
struct Spawned {
    pid_t id = -1;
    runtime::Descriptor handle;  ///< pidfd
    runtime::Descriptor input;   ///< to write to; not open when the command has no input
    runtime::Descriptor output;
    runtime::Descriptor errors;
};

/// Why there is no process.
struct NotSpawned {
    std::string message{};    ///< what could not be started, and why
    bool is_starved = false;  ///< descriptors or processes are lacking; nothing of the program has run
};

[[nodiscard]] std::expected<Spawned, NotSpawned> spawn(const Command& command);

}  // namespace aiorun::process
