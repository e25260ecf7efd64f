// Handles of tasks, as `await` and `cancel` take them: one or a list, written as a bare name or as an expression.
#pragma once

#include <vector>

#include "expression/template.hpp"
#include "runtime/task.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

class Handles {
  public:
    [[nodiscard]] static Handles read(const document::Node& node, const Context& context);

    struct Found {
        std::vector<runtime::TaskReference> tasks;
        bool is_list = false;
    };
    [[nodiscard]] Evaluated<Found> evaluate(const Frame& frame) const;

  private:
    void add(const document::Node& node, const Context& context);

    /// A bare name is compiled as an expression.
    struct Part {
        expression::Template template_;
        expression::Program program;
        bool is_bare = false;
    };
    std::vector<Part> parts_;
    bool is_list_ = false;
};

}  // namespace aiorun::steps
