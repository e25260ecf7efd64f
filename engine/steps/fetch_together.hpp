// What the options of a fetch have to fulfil together, as far as it is known before the run.
#pragma once

#include <span>

#include "steps/context.hpp"
#include "steps/fetch_options.hpp"

namespace aiorun::steps {

/// Reports problems at the nodes of `options` that they are about.
void report_problems(const document::Node& options, std::span<const FetchProblem> problems,
                     const Context& context);

/// Reports a second body in one map of options.
void check_bodies(const document::Node& options, const Context& context);

/// Reports a URL that cannot be fetched: another scheme than http and https, or a relative one without a
/// `base_url`.
void check_url(const document::Node& url, const FetchOptions* defaults, const Context& context);

/// Reports options of a step that have no meaning together, such as `stream` and `save`.
void check_results(const document::Node& options, const Context& context);

}  // namespace aiorun::steps
