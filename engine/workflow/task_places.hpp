// TaskPlaces: in the body of which task a step stands.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "effects/mocks.hpp"
#include "value/error.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

class TaskPlaces {
  public:
    /// Borrows the workflow.
    explicit TaskPlaces(const Workflow& workflow);

    /// The names of the task, or "main"; empty for a place in no body.
    [[nodiscard]] effects::BodyNames task_at(const value::Place& place) const;

  private:
    /// By file; in each the line where a body's task begins.
    std::map<std::string, std::map<uint32_t, effects::BodyNames>, std::less<>> begins_;
};

}  // namespace aiorun::workflow
