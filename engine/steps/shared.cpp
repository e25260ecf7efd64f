#include "steps/shared.hpp"

#include "runtime/condition.hpp"

namespace aiorun::steps {

runtime::Lock& lock_of(const value::Value& object) {
    value::Opaque& opaque = object.as_opaque();
    if (opaque.type_name() == "condition") {
        return static_cast<runtime::Condition&>(opaque).lock();
    }
    return static_cast<runtime::Lock&>(opaque);
}

runtime::Completion not_acquired(const std::string& lock) {
    return value::failure(value::error_type::runtime, "the lock " + lock + " is released, and nobody holds it");
}

runtime::Completion released_too_often(const std::string& semaphore) {
    return value::value_error("the semaphore " + semaphore + " is released more often than it was acquired");
}

}  // namespace aiorun::steps
