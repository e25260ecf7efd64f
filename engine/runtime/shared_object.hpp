// SharedObject: what stands under `shared:`. One of each for the run; expressions may look at its state.
#pragma once

#include <string>
#include <string_view>

#include "value/value.hpp"

namespace aiorun::runtime {

class SharedObject : public value::Opaque {
  public:
    explicit SharedObject(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

  private:
    std::string name_;
};

}  // namespace aiorun::runtime
