// RequestMaker: what a fetch step and the defaults of `http:` say, made into a request. The part of it that
// no expression can change is put together once; and when expressions give what they gave the last time, so
// is the rest.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "steps/fetch_options.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

/// Shared by the transfers under way that are for the same request.
using DraftReference = std::shared_ptr<const FetchDraft>;

class RequestMaker {
  public:
    /// The defaults may be null; they outlive it.
    RequestMaker(FetchOptions step, const FetchOptions* defaults);
    RequestMaker(RequestMaker&&) noexcept;
    ~RequestMaker();

    [[nodiscard]] const FetchOptions& step() const noexcept { return step_; }
    /// The step's options win over the defaults, key by key; headers and queries are merged name by name. A
    /// null in the step switches a default off.
    [[nodiscard]] Evaluated<DraftReference> make(const Frame& frame) const;

  private:
    class Assembly;
    struct Plan;

    [[nodiscard]] const Plan& plan() const;

    FetchOptions step_;
    const FetchOptions* defaults_;
    mutable std::unique_ptr<const Plan> plan_;  // made at the first request: the defaults are read by then
    mutable std::vector<Value> last_values_;    // what expressions gave for last_
    mutable DraftReference last_;
};

}  // namespace aiorun::steps
