// TaskDefinition: a task of a file: its params, its names, its body.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/source.hpp"
#include "expression/template.hpp"
#include "steps/scope.hpp"
#include "steps/step.hpp"

namespace aiorun::steps {

struct TaskParam {
    std::string name;
    uint32_t slot = 0;
    /// Evaluated in the frame of the call, so it sees the params before it; nothing when the param is required.
    std::optional<expression::Template> fallback;
};

/// Its address is what calls refer to; it is filled in after all tasks of a file have been declared.
struct TaskDefinition {
    std::string name;
    std::vector<TaskParam> params;
    std::unique_ptr<Scope> scope;
    Block body;
    const document::Source* source = nullptr;
    document::Span span;
};

}  // namespace aiorun::steps
