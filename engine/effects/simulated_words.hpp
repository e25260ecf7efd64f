// How a simulation words what would be done, and what is answered.
#pragma once

#include <string>

#include "effects/mocks.hpp"
#include "http/request.hpp"
#include "process/process.hpp"

namespace aiorun::effects {

/// `POST http://127.0.0.1:8080/x with 12 bytes of application/json, expects 2xx, saves it to PATH`
[[nodiscard]] std::string describe_request(const http::Request& request, const std::string& url);
/// `run ls -l in /tmp`
[[nodiscard]] std::string describe_command(const process::Command& command);
/// Program and arguments with blanks between; of a shell command only its text.
[[nodiscard]] std::string shown_command(const process::Command& command);
/// `answers 503 after 100ms`, `fails with TimeoutError after 2s`
[[nodiscard]] std::string describe_answer(const MockAnswer& answer, Question::Kind kind, runtime::Duration latency);

}  // namespace aiorun::effects
