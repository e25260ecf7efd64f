// The names of error types that a handler or `retry` lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/tree.hpp"
#include "steps/context.hpp"

namespace aiorun::steps {

struct ErrorType {
    std::string name;
    document::Span span;
};

class ErrorTypes {
  public:
    /// A name or a list of names; what is none is reported. `key` is what messages call it.
    [[nodiscard]] static ErrorTypes read(const document::Node& node, std::string_view key, const Context& context);

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    /// By the exact name.
    [[nodiscard]] bool contains(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<ErrorType>& all() const noexcept { return all_; }

  private:
    std::vector<ErrorType> all_;
};

}  // namespace aiorun::steps
