// BranchSource: the branches of a gather, group, race or as_completed, made one by one as they are to start.
#pragma once

#include <cstddef>
#include <optional>

#include "runtime/task.hpp"

namespace aiorun::runtime {

class BranchSource {
  public:
    virtual ~BranchSource() = default;
    /// How many branches there are in all.
    [[nodiscard]] virtual size_t count() const = 0;
    /// Makes branch `index`; called once for each, in order.
    [[nodiscard]] virtual TaskStart make(size_t index) = 0;
};

}  // namespace aiorun::runtime
