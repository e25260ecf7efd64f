// SharedObject: what stands under `shared:`. One of each for the run; expressions may look at its state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace aiorun::runtime {

class Loop;
class Task;

class SharedObject : public value::Opaque {
  public:
    explicit SharedObject(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

  private:
    std::string name_;
};

/// The tasks of `loop` with one of these ids that are still alive; for who-holds-what in reports.
[[nodiscard]] std::vector<const Task*> alive_tasks(Loop& loop, const std::vector<uint64_t>& ids);

}  // namespace aiorun::runtime
