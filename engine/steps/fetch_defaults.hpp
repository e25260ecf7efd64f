// `http:` at the top level of a file: defaults of every fetch in it.
#pragma once

#include <memory>

#include "document/tree.hpp"
#include "steps/context.hpp"

namespace aiorun::steps {

struct FetchOptions;

class FetchDefaults {
  public:
    FetchDefaults();
    FetchDefaults(FetchDefaults&&) noexcept;
    FetchDefaults& operator=(FetchDefaults&&) noexcept;
    ~FetchDefaults();
    [[nodiscard]] static FetchDefaults read(const document::Node& node, const Context& context);
    /// Null without an `http:` section.
    [[nodiscard]] const FetchOptions* options() const noexcept { return options_.get(); }

  private:
    std::unique_ptr<FetchOptions> options_;
};

}  // namespace aiorun::steps
