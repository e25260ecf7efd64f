#include "steps/names.hpp"

namespace aiorun::steps {

std::string_view kind_phrase(expression::NameKind kind) {
    switch (kind) {
        case expression::NameKind::value: return "a value";
        case expression::NameKind::lock: return "a lock";
        case expression::NameKind::semaphore: return "a semaphore";
        case expression::NameKind::event: return "an event";
        case expression::NameKind::condition: return "a condition";
        case expression::NameKind::queue: return "a queue";
        case expression::NameKind::barrier: return "a barrier";
        case expression::NameKind::rate_limit: return "a rate_limit";
    }
    return "";
}

}  // namespace aiorun::steps
