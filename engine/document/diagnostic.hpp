// What is wrong with a file: data, collected while it is read, rendered by one function.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "document/source.hpp"

namespace aiorun::document {

enum class Severity : uint8_t { error, warning };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string code;  ///< stable, kebab-case: "unknown-key"
    const Source* source = nullptr;
    Span span;
    std::string message;  ///< what was found and what was expected; lower case, no full stop
    std::string hint;     ///< what to do, or empty
};

/// Collects diagnostics; one of the same code at the same place is kept once.
class Diagnostics {
  public:
    void error(const Source& source, Span span, std::string_view code, std::string message,
               std::string hint = {});
    void warning(const Source& source, Span span, std::string_view code, std::string message,
                 std::string hint = {});

    /// The text of the source was found wrong in all places reported so far: what is said of them later, about what
    /// came of the text, is no error of its own and is left out.
    void settle(const Source& source);

    [[nodiscard]] bool has_errors() const noexcept { return errors_ > 0; }
    [[nodiscard]] size_t error_count() const noexcept { return errors_; }
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    /// Errors before warnings; within a severity by file (in order of first mention) and place.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

  private:
    void add(Diagnostic diagnostic);
    [[nodiscard]] bool is_settled(const Diagnostic& diagnostic) const;
    std::vector<Diagnostic> all_;
    std::unordered_multimap<size_t, size_t> seen_;  // from a hash of code and place to the index in all_
    std::vector<std::pair<const Source*, Span>> settled_;
    size_t errors_ = 0;
};

enum class Color : uint8_t { none, ansi };

/// `FILE:LINE:COLUMN: error: MESSAGE`, the line itself, a caret under the place, and the hint.
/// Control characters of the source line are escaped.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, Color color);

}  // namespace aiorun::document
