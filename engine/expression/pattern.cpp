#include "expression/pattern.hpp"

#include <re2/re2.h>

#include <memory>

namespace aiorun::expression {

std::expected<std::function<bool(std::string_view)>, std::string> compile_pattern(std::string_view pattern) {
    RE2::Options options;
    options.set_log_errors(false);
    auto compiled = std::make_shared<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!compiled->ok()) {
        return std::unexpected(compiled->error());
    }
    return [compiled = std::move(compiled)](std::string_view text) {
        return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
    };
}

}  // namespace aiorun::expression
