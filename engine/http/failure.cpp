#include "http/failure.hpp"

#include "runtime/completion.hpp"
#include "value/value.hpp"

namespace aiorun::http {

std::string_view error_type(FailureKind kind) noexcept {
    switch (kind) {
        case FailureKind::cancelled:
            return value::error_type::cancelled;
        case FailureKind::connection:
            return value::error_type::connection;
        case FailureKind::timeout:
            return value::error_type::timeout;
        case FailureKind::http:
            return value::error_type::http;
        case FailureKind::value:
            return value::error_type::value;
        case FailureKind::file:
            return value::error_type::runtime;
    }
    return value::error_type::runtime;
}

value::ErrorReference to_error(const Failure& failure) {
    if (failure.kind == FailureKind::cancelled) {
        return runtime::cancelled_error();
    }
    value::ErrorReference error = value::make_error(error_type(failure.kind), failure.message);
    if (failure.kind == FailureKind::http) {
        error->details = value::MapBuilder().set("status", failure.status).build();
    }
    return error;
}

}  // namespace aiorun::http
