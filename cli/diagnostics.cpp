#include "cli/diagnostics.hpp"

#include "cli/github.hpp"

namespace aiorun::cli {
namespace {

constexpr size_t most_shown = 50;

}  // namespace

std::string count_errors(size_t count) { return std::to_string(count) + (count == 1 ? " error" : " errors"); }

std::string render_all(const document::Diagnostics& diagnostics, const Terminal& terminal, const value::Secrets& secrets) {
    return render_all(diagnostics.sorted(), terminal, secrets);
}

std::string render_all(const std::vector<document::Diagnostic>& all, const Terminal& terminal, const value::Secrets& secrets) {
    std::string out = is_github_actions() ? annotate(all) : "";
    for (size_t i = 0; i < all.size() && i < most_shown; ++i) {
        out += document::render(all[i], terminal.color());
        if (!out.ends_with('\n')) {
            out += '\n';
        }
    }
    if (all.size() > most_shown) {
        out += "… and " + std::to_string(all.size() - most_shown) + " more\n";
    }
    return secrets.mask(std::move(out));
}

}  // namespace aiorun::cli
