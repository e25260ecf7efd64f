#include "runtime/completion.hpp"

namespace aiorun::runtime {

ErrorReference cancelled_error() {
    static const ErrorReference shared = value::make_error(value::error_type::cancelled, "");
    return shared;
}

}  // namespace aiorun::runtime
