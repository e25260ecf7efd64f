#include "document/suggest.hpp"

#include <algorithm>
#include <array>

#include "value/utf8.hpp"

namespace aiorun::document {
namespace {

// Nobody misspells longer names so that a suggestion would help, and the work grows with the square.
constexpr size_t longest_name = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A third of the letters may be wrong, but never all of them.
size_t tolerance(size_t length) {
    return length < 2 ? 0 : std::max<size_t>(1, length / 3);
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from one name to the other
/// (Damerau-Levenshtein in its "optimal string alignment" form). Neither is longer than longest_name.
size_t distance(std::string_view a, std::string_view b) {
    using Row = std::array<size_t, longest_name + 1>;
    Row before_last{};
    Row last{};
    Row row{};
    for (size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.size(); ++i) {
        before_last = last;
        last = row;
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            size_t cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string_view> suggest(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.size() > longest_name) {
        return std::nullopt;
    }
    size_t nearest = tolerance(name.size()) + 1;
    std::optional<std::string_view> found;
    for (std::string_view candidate : candidates) {
        size_t difference =
            candidate.size() > name.size() ? candidate.size() - name.size() : name.size() - candidate.size();
        if (candidate.size() > longest_name || difference >= nearest || candidate == name) {
            continue;
        }
        size_t steps = distance(name, candidate);
        if (steps < nearest) {
            nearest = steps;
            found = candidate;
        }
    }
    return found;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
    auto found = suggest(name, candidates);
    return found ? ", did you mean \"" + value::escape_for_terminal(*found) + "\"?" : std::string();
}

}  // namespace aiorun::document
