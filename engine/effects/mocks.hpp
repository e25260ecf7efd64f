// Mocks: answers that the user gives for transfers and processes of a simulation. Rules are tried in order; a rule that is
// used up gives way to the next one that fits.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/clock.hpp"

namespace aiorun::effects {

/// Whether a text is one that a rule is for.
using TextTest = std::function<bool(std::string_view)>;
/// `*` is any text, `?` any character, all else itself; the whole text has to fit.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

/// How the task is called in whose body a step stands.
struct BodyNames {
    std::string_view own{};      ///< in its file: `pull`
    std::string_view imported{}; ///< in the file that imports it: `lib.pull`; empty when none does
};

/// What is asked of the outside.
struct Question {
    enum class Kind : uint8_t { transfer, process } kind = Kind::transfer;
    std::string task{};     ///< the name of the task that runs: `gather[0]`
    std::string body{};     ///< the task of the workflow in whose body the step stands: `pull`
    std::string imported_body{};  ///< the same as the file calls it that imports it: `lib.pull`, or empty
    std::string step{};     ///< the step's name, or its action
    std::string method{};
    std::string url{};      ///< with its query
    std::string command{};  ///< program and arguments, joined by blanks; the text of a shell command
};

struct MockFailure {
    enum class Kind : uint8_t { connection, timeout, value, not_started } kind = Kind::connection;
    std::string message{};
};

struct MockAnswer {
    std::optional<runtime::Duration> latency{};
    std::optional<MockFailure> failure{};
    // Of a transfer.
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers{};  ///< names in lower case
    std::optional<std::string> body{};                           ///< without one it is a stand-in
    // Of a process.
    int code = 0;
    std::optional<std::string> output{};  ///< without one it is a stand-in
    std::string errors{};
};

struct MockRule {
    std::string place{};  ///< `mocks.yaml:3`
    std::optional<Question::Kind> kind{};  ///< what it is for; nothing: both
    // Those that are there all have to hold.
    TextTest task{};
    TextTest step{};
    TextTest method{};
    TextTest url{};
    TextTest command{};
    std::optional<uint64_t> times{};    ///< how often it answers
    std::vector<MockAnswer> answers{};  ///< in turn, the last one again and again; not empty
    uint64_t used = 0;
    bool is_shadowed = false;  ///< never used, though it fits what a rule before it answered

    [[nodiscard]] bool fits(const Question& question) const;
};

class Mocks {
  public:
    Mocks() = default;
    explicit Mocks(std::vector<MockRule> rules) : rules_(std::move(rules)) {}

    struct Found {
        const MockAnswer& answer;
        const MockRule& rule;
    };
    /// The answer to a question, which uses it; nothing when no rule is for it.
    [[nodiscard]] std::optional<Found> answer(const Question& question);
    [[nodiscard]] const std::vector<MockRule>& rules() const noexcept { return rules_; }
    [[nodiscard]] bool empty() const noexcept { return rules_.empty(); }

  private:
    std::vector<MockRule> rules_;
};

}  // namespace aiorun::effects
