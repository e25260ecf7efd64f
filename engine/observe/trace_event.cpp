#include "observe/trace_event.hpp"

#include <array>

namespace aiorun::observe {
namespace {

template <size_t n, class Enum>
std::string_view word_of(const std::array<std::string_view, n>& words, Enum value) noexcept {
    return words[static_cast<size_t>(value)];
}

}  // namespace

std::string_view to_word(TraceEvent::Outcome outcome) noexcept {
    constexpr std::array<std::string_view, 7> words{"normal", "returned",  "broke",  "continued",
                                                    "failed", "cancelled", "skipped"};
    return word_of(words, outcome);
}

std::string_view to_word(runtime::Operation::Kind kind) noexcept {
    constexpr std::array<std::string_view, 2> words{"transfer", "process"};
    return word_of(words, kind);
}

std::string_view to_word(runtime::OperationEnd::Kind kind) noexcept {
    constexpr std::array<std::string_view, 3> words{"answered", "failed", "cancelled"};
    return word_of(words, kind);
}

std::string_view to_word(runtime::LineKind kind) noexcept {
    constexpr std::array<std::string_view, 2> words{"printed", "logged"};
    return word_of(words, kind);
}

bool is_implied(runtime::WaitKind kind, const runtime::StepInfo* step) noexcept {
    return kind == runtime::WaitKind::transfer || kind == runtime::WaitKind::process ||
           (step != nullptr && to_word(kind) == step->action);
}

}  // namespace aiorun::observe
