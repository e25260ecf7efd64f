// What several actions on shared objects have in common.
#pragma once

#include <string>

#include "runtime/completion.hpp"
#include "runtime/lock.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

/// The lock that a value holds: itself, or a condition's.
[[nodiscard]] runtime::Lock& lock_of(const value::Value& object);

// The errors that asyncio raises for a misuse.
[[nodiscard]] runtime::Completion not_acquired(const std::string& lock);             // Lock.release
[[nodiscard]] runtime::Completion released_too_often(const std::string& semaphore);  // BoundedSemaphore.release

}  // namespace aiorun::steps
