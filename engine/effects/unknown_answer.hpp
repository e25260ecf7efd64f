// What a simulation gives for an answer that nobody said: stand-ins, of which a few parts are known.
#pragma once

#include <cstdint>
#include <string>

#include "effects/mocks.hpp"
#include "http/request.hpp"
#include "value/stand_in.hpp"

namespace aiorun::effects {

/// What the answer is to.
struct AnswerTo {
    value::Reference<value::Assumptions> assumptions;
    uint64_t number = 0;  ///< stands for the question
};

struct UnknownResponse {
    int status = 200;
    bool is_open = false;  ///< also the status is a stand-in's
    std::string url{};     ///< as it is shown
};
/// The parts of a response; of its body everything is open.
[[nodiscard]] value::Value unknown_response(const AnswerTo& question, const http::Request& request, const UnknownResponse& answer);
/// The same of a process. Of one that nobody mocked the exit status is open as well.
[[nodiscard]] value::Value unknown_result(const AnswerTo& question, const MockAnswer* mock);

}  // namespace aiorun::effects
