// What observers are told of the world outside: transfers and processes as data, and what else is said of a run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"
#include "value/error.hpp"

namespace aiorun::runtime {

/// Something outside of the run that a task has asked for.
struct Operation {
    enum class Kind : uint8_t { transfer, process };

    uint64_t id = 0;  ///< 1, 2, … in the order of asking
    Kind kind = Kind::transfer;
    std::string what{};    ///< "GET http://127.0.0.1:8080/x" without credentials; the command
    std::string target{};  ///< what it counts for: "http://127.0.0.1:8080", the program
};

/// A part of an operation: "redirect", "dns", "connect", "tls", "wait", "receive"; times since its start.
struct OperationPhase {
    std::string_view name;
    Duration begin{0};
    Duration end{0};
};

struct OperationEnd {
    enum class Kind : uint8_t { answered, failed, cancelled };

    Kind kind = Kind::answered;
    int status = 0;         ///< of an answer: the HTTP status, the exit code
    std::string outcome{};  ///< in words: "200", "exited with status 1", "ConnectionError: …"
    uint64_t received = 0;  ///< bytes: the decompressed body, the output
    std::vector<OperationPhase> phases{};
};

struct FailedAttempt {
    int64_t number = 1;  ///< from 1
    int64_t of = 1;
    Duration pause{0};  ///< before the next one
    const value::Error& error;
};

enum class LineKind : uint8_t { printed, logged };

}  // namespace aiorun::runtime
