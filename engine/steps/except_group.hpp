// `except_group:`: Python's `except*`. Each handler gets the part of a group that it takes.
#pragma once

#include <vector>

#include "steps/handler.hpp"

namespace aiorun::steps {

/// How the `try` ends when its body raised `error`. What no handler took is raised again; a single new error is raised as
/// it is, several as a group.
[[nodiscard]] Coro<Completion> handle_group(const std::vector<Handler>& handlers, Frame& frame,
                                            value::ErrorReference error);

}  // namespace aiorun::steps
