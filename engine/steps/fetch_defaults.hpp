// `http:` at the top level of a file: defaults of every fetch in it, and what it says of the client itself.
#pragma once

#include <memory>

#include "document/tree.hpp"
#include "expression/environment.hpp"
#include "http/client.hpp"
#include "steps/context.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

struct FetchOptions;

class FetchDefaults {
  public:
    FetchDefaults();
    FetchDefaults(FetchDefaults&&) noexcept;
    FetchDefaults& operator=(FetchDefaults&&) noexcept;
    ~FetchDefaults();
    /// Expressions see what the file declares, and no names of tasks: `context` is that of the file.
    [[nodiscard]] static FetchDefaults read(const document::Node& node, const Context& context);
    /// Null without an `http:` section. They refer to the tree that `read` was given.
    [[nodiscard]] const FetchOptions* options() const noexcept { return options_.get(); }

    /// `base` with what `user_agent` and `limits` say; a ValueError when an expression gave what does not
    /// fit. What is set in `base.max_connections` already (by the command line) stays.
    [[nodiscard]] Evaluated<http::ClientOptions> client_options(
        http::ClientOptions base, const expression::Environment& environment) const;

  private:
    std::unique_ptr<FetchOptions> options_;
};

}  // namespace aiorun::steps
