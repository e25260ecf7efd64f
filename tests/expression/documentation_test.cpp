// docs/expressions.md is true: its examples give what it says, and it has every function.
#include <fstream>

#include "expression/function.hpp"
#include "tests/expression/documentation_world.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun::expression;

namespace {

std::vector<std::string> read_lines() {
    std::ifstream in(std::string(AIORUN_SOURCE_DIR) + "/docs/expressions.md");
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The cells of a row of a table; `\|` is a bar in a cell.
std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    if (!line.starts_with("| ")) {
        return cells;
    }
    std::string cell;
    for (size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '|') {
            cells.push_back(cell.substr(1, cell.size() - 2));
            cell.clear();
        } else {
            i += line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|' ? 1 : 0;
            cell += line[i];
        }
    }
    return cells;
}

/// What stands between backquotes.
std::string code_of(const std::string& cell) {
    size_t quotes = cell.starts_with("`` ") ? 3 : 1;
    return cell.substr(quotes, cell.size() - 2 * quotes);
}

}  // namespace

TEST_CASE("every example in docs/expressions.md gives the result that stands beside it") {
    test::World world = test::documentation_world();
    size_t examples = 0;
    for (const std::string& line : read_lines()) {
        std::vector<std::string> cells = cells_of(line);
        bool is_example = cells.size() == 2 || cells.size() == 4;
        if (!is_example || !cells[cells.size() - 2].starts_with('`') || !cells.back().starts_with('`')) {
            continue;
        }
        std::string expression = code_of(cells[cells.size() - 2]);
        INFO(expression);
        CHECK(test::documented_result(world, expression) == code_of(cells.back()));
        ++examples;
    }
    CHECK(examples > 140);
}

TEST_CASE("docs/expressions.md has every function as the table of functions describes it") {
    std::vector<std::string> lines = read_lines();
    for (const Function* function : all_functions()) {
        INFO(function->usage);
        CHECK(std::ranges::any_of(lines, [&](const std::string& line) {
            std::vector<std::string> cells = cells_of(line);
            return cells.size() == 4 && code_of(cells[0]) == function->usage && cells[1] == function->summary;
        }));
    }
}
