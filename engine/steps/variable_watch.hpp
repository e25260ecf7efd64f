// VariableWatch: who is told what `assign` sets and what it is made of, when somebody looks for lost updates.
#pragma once

#include <cstdint>
#include <vector>

#include "expression/environment.hpp"
#include "steps/frame.hpp"

namespace aiorun::steps {

class VariableWatch {
  public:
    /// `target` is set to a value that is made of `reads`, by the task that runs.
    virtual void assigned(const Frame& frame, expression::NameReference target,
                          const std::vector<expression::NameReference>& reads) = 0;

  protected:
    ~VariableWatch() = default;
};

}  // namespace aiorun::steps
