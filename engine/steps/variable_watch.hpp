// VariableWatch: who is told what `assign` sets and what it is made of, when somebody looks for lost updates.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "expression/environment.hpp"
#include "steps/frame.hpp"

namespace aiorun::steps {

class VariableWatch {
  public:
    /// `target` is set to a value that is made of `reads`, by the task that runs.
    virtual void assigned(const Frame& frame, expression::NameReference target,
                          const std::vector<expression::NameReference>& reads) = 0;
    /// The task that runs calls another one, and gives its param at `slot` of `callee` a value that is made of `reads`.
    virtual void passed(const Frame& frame, const Scope& callee, uint32_t slot, const std::vector<expression::NameReference>& reads) = 0;
    /// It returns a value that is made of `reads`.
    virtual void returned(const Frame& frame, const std::vector<expression::NameReference>& reads) = 0;
    /// The call of a task of that name has ended, with what it returned or with nothing.
    enum class CallEnd : uint8_t { returned, otherwise };
    virtual void called(const Frame& frame, std::string_view name, CallEnd end) = 0;
    /// What came of a step of that action is bound to the name at `slot`.
    virtual void bound(const Frame& frame, std::string_view action, uint32_t slot) = 0;

  protected:
    ~VariableWatch() = default;
};

/// Who watches the variables of the run, or null: only simulations have one.
[[nodiscard]] VariableWatch* watch_of(const Frame& frame);

}  // namespace aiorun::steps
