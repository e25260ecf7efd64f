#include "observe/task_table.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace aiorun::observe {
namespace {

TEST_CASE("a table finds what it was given for a task, and nothing for others") {
    TaskTable<std::string> table;
    table[1] = "main";
    table[1000] = "late";
    REQUIRE(table.find(1) != nullptr);
    CHECK(*table.find(1) == "main");
    CHECK(table[1000] == "late");
    CHECK(table.find(2) == nullptr);
    CHECK(table.find(999) == nullptr);
}

TEST_CASE("a task that is erased leaves nothing behind") {
    TaskTable<std::string> table;
    table[5] = "old";
    table[6] = "other";
    table.erase(5);
    table.erase(77);
    CHECK(table.find(5) == nullptr);
    CHECK(table[5].empty());
    CHECK(table[6] == "other");
    table.erase(5);
    table.erase(6);
    CHECK(table.empty());
    table[6] = "again";
    CHECK(table[6] == "again");
}

TEST_CASE("all tasks of a table can be visited") {
    TaskTable<int> table;
    uint64_t sum = 0;
    for (uint64_t task : {3U, 40U, 41U, 500U}) {
        table[task] = static_cast<int>(task);
        sum += task;
    }
    uint64_t seen = 0;
    table.for_each([&](uint64_t task, int value) {
        CHECK(static_cast<int>(task) == value);
        seen += task;
    });
    CHECK(seen == sum);
}

}  // namespace
}  // namespace aiorun::observe
