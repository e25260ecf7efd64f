// A test suite in JUnit's XML format, as Ant, Jenkins, GitLab and GitHub's reporters read it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/clock.hpp"

namespace aiorun::observe {

/// What became of a test. A failure is what the test looked for; an error kept it from looking.
enum class TestOutcome : uint8_t { passed, failure, error, skipped };

struct TestProblem {
    std::string type;     ///< of the error
    std::string message;  ///< one line
    std::string text;     ///< where and why
};

struct TestCase {
    uint64_t begun = 0;  ///< its rank in the order of beginnings
    TestOutcome outcome = TestOutcome::passed;
    runtime::Duration time{0};
    std::string class_name{};
    std::string name{};
    std::unique_ptr<TestProblem> problem{};  ///< of a failure or an error; the message of one that was skipped
    std::string note{};                      ///< what else is worth knowing, or empty
};

struct TestSuite {
    std::string name{};
    std::string timestamp;  ///< of the start: 2026-01-31T23:59:59, in UTC
    std::string host;
    runtime::Duration time{0};
    std::vector<std::pair<std::string, std::string>> properties{};
    std::vector<TestCase> cases{};
    std::string output{};  ///< what the run printed
};

[[nodiscard]] std::string to_xml(const TestSuite& suite);

}  // namespace aiorun::observe
