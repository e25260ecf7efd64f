// Transfers and processes as OpenTelemetry has them: its semantic conventions for HTTP clients and processes.
#pragma once

#include <string>
#include <string_view>

#include "observe/otlp_span.hpp"

namespace aiorun::observe {

struct OperationText {
    std::string name;
    OtlpAttributes attributes;
    bool is_error = false;
    std::string error{};
};

/// `what` is `GET https://host/path`, `target` its origin; `event` is the end of the operation.
[[nodiscard]] OperationText describe_transfer(std::string_view what, std::string_view target, const TraceEvent& event,
                                              const ShownText& shown);
/// `what` is the command, `target` its program.
[[nodiscard]] OperationText describe_process(std::string_view what, std::string_view target, const TraceEvent& event,
                                             const ShownText& shown);

}  // namespace aiorun::observe
