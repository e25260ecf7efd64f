#include "document/diagnostic.hpp"

#include "document/brace_hint.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <tuple>

namespace aiorun::document {
namespace {

size_t hash_of(const Diagnostic& diagnostic) {
    size_t place = std::hash<const Source*>{}(diagnostic.source) + diagnostic.span.begin;
    return std::hash<std::string_view>{}(diagnostic.code) * 31 + place;
}

bool is_same(const Diagnostic& a, const Diagnostic& b) {
    return a.source == b.source && a.span.begin == b.span.begin && a.span.end == b.span.end &&
           a.code == b.code;
}

}  // namespace

void Diagnostics::error(const Source& source, Span span, std::string_view code, std::string message,
                        std::string hint) {
    std::string braces = brace_hint(source, span);
    add({Severity::error, std::string(code), &source, span, std::move(message), braces.empty() ? std::move(hint) : std::move(braces)});
}

void Diagnostics::warning(const Source& source, Span span, std::string_view code, std::string message,
                          std::string hint) {
    add({Severity::warning, std::string(code), &source, span, std::move(message), std::move(hint)});
}

void Diagnostics::settle(const Source& source) {
    for (const Diagnostic& diagnostic : all_) {
        if (diagnostic.source == &source && diagnostic.severity == Severity::error) {
            settled_.emplace_back(&source, diagnostic.span);
        }
    }
}

bool Diagnostics::is_settled(const Diagnostic& diagnostic) const {
    return std::ranges::any_of(settled_, [&](const auto& settled) {
        const auto& [source, span] = settled;
        return source == diagnostic.source && span.begin <= diagnostic.span.begin &&
               diagnostic.span.begin < std::max(span.end, span.begin + 1);
    });
}

void Diagnostics::add(Diagnostic diagnostic) {
    if (is_settled(diagnostic)) {
        return;
    }
    size_t hash = hash_of(diagnostic);
    auto [first, last] = seen_.equal_range(hash);
    if (std::any_of(first, last, [&](const auto& seen) { return is_same(all_[seen.second], diagnostic); })) {
        return;
    }
    seen_.emplace(hash, all_.size());
    errors_ += diagnostic.severity == Severity::error ? 1 : 0;
    all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::unordered_map<const Source*, size_t> order;
    for (const Diagnostic& diagnostic : all_) {
        order.emplace(diagnostic.source, order.size());
    }
    std::vector<size_t> numbers(all_.size());
    std::iota(numbers.begin(), numbers.end(), size_t{0});
    // The number of a diagnostic comes last, so that equal ones keep their order.
    std::ranges::sort(numbers, {}, [&](size_t number) {
        const Diagnostic& diagnostic = all_[number];
        return std::tuple(diagnostic.severity, order[diagnostic.source], diagnostic.span.begin, number);
    });
    std::vector<Diagnostic> result;
    result.reserve(all_.size());
    std::ranges::transform(numbers, std::back_inserter(result), [&](size_t number) { return all_[number]; });
    return result;
}

}  // namespace aiorun::document
