// docs/language.md has all of the language, in the words of the program's own tables.
#include <algorithm>
#include <set>

#include "steps/actions.hpp"
#include "steps/fetch_options.hpp"
#include "steps/handler.hpp"
#include "steps/modifiers.hpp"
#include "steps/step_reader.hpp"
#include "tests/docs/examples.hpp"
#include "tests/support/catch.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::docs {
namespace {

/// The `###` headings below a `##` heading, and the text of each.
std::vector<std::pair<std::string, std::string>> parts_of(const std::string& chapter) {
    std::vector<std::pair<std::string, std::string>> parts;
    bool inside = false;
    for (const std::string& line : read_lines("docs/language.md")) {
        if (line.starts_with("## ")) {
            inside = line == "## " + chapter;
        } else if (inside && line.starts_with("### ")) {
            parts.emplace_back(line.substr(4), "");
        } else if (inside && !parts.empty()) {
            parts.back().second += line + "\n";
        }
    }
    return parts;
}

std::string row_of(const steps::Key& key) {
    std::string doc;
    for (char character : key.doc) {
        doc += character == '|' ? "\\|" : std::string(1, character);
    }
    std::string fallback = key.fallback.empty() ? "" : " (default: " + std::string(key.fallback) + ")";
    std::string required = key.presence == steps::Presence::required ? " (required)" : "";
    return "| `" + std::string(key.name) + "` | " + doc + fallback + required + " |";
}

bool has_line(const std::string& wanted) {
    std::vector<std::string> lines = read_lines("docs/language.md");
    return std::ranges::find(lines, wanted) != lines.end();
}

}  // namespace

TEST_CASE("docs/language.md has a part with an example for each action, and for no other one") {
    std::set<std::string> documented;
    for (const auto& [name, text] : parts_of("Actions")) {
        INFO(name);
        CHECK(documented.insert(name).second);
        CHECK(text.find("```yaml") != std::string::npos);
        CHECK(text.find("```text") != std::string::npos);
        CHECK(text.find(name + ":") != std::string::npos);
    }
    std::set<std::string> known;
    for (const steps::ActionSpec* spec : steps::all_actions()) {
        known.emplace(spec->name);
    }
    CHECK(documented == known);
}

TEST_CASE("docs/language.md has a part with an example for each modifier, and for no other one") {
    std::vector<std::string> documented;
    for (const auto& [name, text] : parts_of("Modifiers")) {
        INFO(name);
        documented.push_back(name);
        CHECK(text.find("```text") != std::string::npos);
    }
    std::vector<std::string> known;
    for (const steps::Key& key : steps::modifier_keys()) {
        known.emplace_back(key.name);
    }
    std::ranges::sort(documented);
    std::ranges::sort(known);
    CHECK(documented == known);
}

TEST_CASE("docs/language.md has every option as the tables describe it") {
    for (std::span<const steps::Key> keys :
         {workflow::file_keys(), workflow::param_keys(), steps::fetch_step_keys(),
          steps::fetch_default_keys(), steps::handler_keys(), steps::retry_keys()}) {
        for (const steps::Key& key : keys) {
            INFO(row_of(key));
            CHECK(has_line(row_of(key)));
        }
    }
    for (const steps::ActionSpec* spec : steps::all_actions()) {
        bool is_shown_by_example = spec->name == "sleep" || spec->name == "task_group";
        for (const steps::Key& key : spec->options) {
            INFO(spec->name << ": " << row_of(key));
            CHECK((is_shown_by_example || has_line(row_of(key))));
        }
    }
}

}  // namespace aiorun::docs
