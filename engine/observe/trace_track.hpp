// Track: which slices of a task are open in a Trace Event file. Slices of a track have to nest; steps and waits do by
// themselves, an operation (a stream that is read while steps go on) may not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "observe/trace_event.hpp"

namespace aiorun::observe {

/// How an operation ended, kept for one whose slice cannot be closed yet.
struct OperationAnswer {
    runtime::OperationEnd::Kind kind = runtime::OperationEnd::Kind::answered;
    int64_t status = 0;
    int64_t received = 0;
};

struct OpenOperation {
    uint64_t id = 0;
    Time begin{0};
    uint32_t depth = 0;   ///< of its slice
    bool is_open = true;  ///< its slice is; else it ended with the step around it
    bool has_ended = false;
    bool has_slices = false;  ///< slices inside, other than the wait for a connection
    OperationAnswer answer{};
};

/// An event that has to stand behind the phases of a transfer, which are known at its end and begin earlier.
struct HeldEvent {
    Time time{0};
    std::string text{};
};

struct Track {
    uint32_t depth = 0;  ///< slices that are open
    bool has_wait_slice = false;
    uint64_t flow = 0;        ///< an arrow that is on its way to it, or 0
    uint64_t waker = 0;       ///< the task that it comes from
    Time last{0};             ///< of its last event
    std::vector<OpenOperation> operations;  ///< in the order of their beginning
    std::vector<HeldEvent> held;            ///< in the order of time

    [[nodiscard]] OpenOperation* find(uint64_t id) {
        for (OpenOperation& operation : operations) {
            if (operation.id == id) {
                return &operation;
            }
        }
        return nullptr;
    }
    /// Whether phases may have to be written that begin before what happens now.
    [[nodiscard]] bool awaits_phases() {
        OpenOperation* operation = innermost();
        return operation != nullptr && !operation->has_slices && !operation->has_ended;
    }
    /// The operation whose slice is the innermost one, or null.
    [[nodiscard]] OpenOperation* innermost() {
        for (OpenOperation& operation : operations) {
            if (operation.is_open && operation.depth == depth) {
                return &operation;
            }
        }
        return nullptr;
    }
};

}  // namespace aiorun::observe
