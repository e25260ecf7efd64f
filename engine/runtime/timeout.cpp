#include "runtime/timeout.hpp"

namespace aiorun::runtime {

Timeout::Timeout(Task& task, Duration delay) : task_(task), cancelling_(task.cancelling()) {
    Loop& loop = task.loop();
    if (delay <= Duration(0)) {
        loop.call_soon(*this);
    } else {
        loop.set_timer(*this, deadline(loop.now(), delay));
    }
}

void Timeout::run() {
    task_.cancel();
    expiring_ = true;
}

Completion Timeout::leave(Completion body, std::string message) {
    task_.loop().cancel_timer(*this);
    if (!expiring_) {
        return body;
    }
    // Only when no other request came meanwhile is the cancellation ours to convert.
    if (task_.uncancel() <= cancelling_ && body.is_cancelled()) {
        ErrorReference error = value::make_error(value::error_type::timeout, std::move(message));
        error->repeatable = body.error().repeatable;
        return Completion::raised(std::move(error));
    }
    return body;
}

}  // namespace aiorun::runtime
