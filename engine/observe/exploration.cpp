#include "observe/exploration.hpp"

#include <array>

#include "value/utf8.hpp"

namespace aiorun::observe {

using value::Value;

std::string_view to_word(Finding::Kind kind) noexcept {
    constexpr std::array<std::string_view, 5> words{"deadlock", "error", "difference", "endless", "lost_update"};
    return words[static_cast<size_t>(kind)];
}

namespace {

constexpr size_t shown_parts = 10;

std::string shown(std::string_view text) { return value::escape_for_terminal(text); }

std::string count(uint64_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string finding_text(const Finding& finding) {
    std::string text = std::string(to_word(finding.kind)) + ": " + shown(finding.text) + "\n";
    text += finding.details.empty() ? "" : value::escape_for_terminal(finding.details, value::Whitespace::keep) + "\n";
    text += finding.is_plain ? "  in the plain run already; again: "
                             : "  in " + count(finding.runs, "run", "runs") + ", first with seed " + std::to_string(finding.seed) + "; again: ";
    return text + shown(finding.command) + "\n";
}

std::string explained(const Exploration& exploration) {
    std::string text;
    for (size_t i = 0; i < exploration.explained.size(); ++i) {
        const Exploration::Explained& each = exploration.explained[i];
        if (i == shown_parts) {
            return text + "… and " + count(exploration.explained.size() - i, "more part", "more parts") + "\n";
        }
        text += shown(each.part) + " differs, but only because of ";
        for (size_t source = 0; source < each.sources.size(); ++source) {
            text += (source == 0 ? "" : " and ") + each.sources[source];
        }
        text += "\n";
    }
    return text;
}

}  // namespace

std::string to_text(const Exploration& exploration) {
    std::string text = "explored " + shown(exploration.workflow) + ": " + count(exploration.runs, "run", "runs") + " with seeds from " +
                       std::to_string(exploration.first_seed) + " on, " + std::to_string(exploration.with_failures) +
                       " of them with injected failures; nothing was sent, started or written\n";
    text += count(exploration.agreed, "run ends", "runs end") + " as the plain run does\n";
    text += explained(exploration);
    for (const Finding& finding : exploration.findings) {
        text += "\n" + finding_text(finding);
    }
    return text;
}

Value to_json_value(const Exploration& exploration) {
    std::vector<Value> findings;
    for (const Finding& finding : exploration.findings) {
        findings.push_back(value::MapBuilder()
                               .set("kind", to_word(finding.kind))
                               .set("seed", finding.is_plain ? Value() : Value(static_cast<int64_t>(finding.seed)))
                               .set("runs", static_cast<int64_t>(finding.runs))
                               .set("text", finding.text)
                               .set("details", finding.details.empty() ? Value() : Value(finding.details))
                               .set("command", finding.command)
                               .build());
    }
    std::vector<Value> explained;
    for (const Exploration::Explained& each : exploration.explained) {
        std::vector<Value> sources(each.sources.begin(), each.sources.end());
        explained.push_back(value::MapBuilder().set("part", each.part).set("depends_on", value::make_list(std::move(sources))).build());
    }
    return value::MapBuilder()
        .set("version", 1)
        .set("workflow", exploration.workflow)
        .set("first_seed", static_cast<int64_t>(exploration.first_seed))
        .set("runs", static_cast<int64_t>(exploration.runs))
        .set("with_failures", static_cast<int64_t>(exploration.with_failures))
        .set("agreed", static_cast<int64_t>(exploration.agreed))
        .set("explained_differences", value::make_list(std::move(explained)))
        .set("exit_status", exploration.exit_status)
        .set("findings", value::make_list(std::move(findings)))
        .build();
}

}  // namespace aiorun::observe
