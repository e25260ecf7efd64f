// Regular expressions: RE2 (linear time), `matches` and the regex extension of cel-go.
#include <re2/re2.h>

#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

#include "expression/functions/tables.hpp"
#include "expression/functions/text.hpp"
#include "expression/optional.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

/// The patterns in use, compiled once. A workflow has few; when a run makes many, the cache starts again.
class PatternCache {
  public:
    const re2::RE2& get(std::string_view pattern) {
        auto found = patterns_.find(std::string(pattern));
        if (found != patterns_.end()) {
            return *found->second;
        }
        if (patterns_.size() >= capacity) {
            patterns_.clear();
        }
        re2::RE2::Options options;
        options.set_log_errors(false);
        auto compiled = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
        return *patterns_.emplace(pattern, std::move(compiled)).first->second;
    }

  private:
    static constexpr size_t capacity = 256;
    std::unordered_map<std::string, std::unique_ptr<re2::RE2>> patterns_;
};

const re2::RE2& pattern_of(std::string_view text) {
    static PatternCache cache;
    return cache.get(text);
}

std::string problem_of(std::string_view pattern) {
    const re2::RE2& compiled = pattern_of(pattern);
    return compiled.ok() ? "" : show(Value(pattern)) + " is no regular expression (RE2): " + compiled.error();
}

std::string check(std::span<const Value* const> arguments) {
    return arguments.size() > 1 && arguments[1] != nullptr ? problem_of(arguments[1]->as_string()) : "";
}

std::string check_single_group(std::span<const Value* const> arguments) {
    std::string problem = check(arguments);
    bool many = problem.empty() && arguments[1] != nullptr &&
                pattern_of(arguments[1]->as_string()).NumberOfCapturingGroups() > 1;
    return many ? "this takes a regular expression with at most one group, \"" +
                      std::string(arguments[1]->as_string()) + "\" has more"
                : problem;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}
std::string_view view(const re2::StringPiece& text) {
    return {text.data(), text.size()};
}

/// A regular expression at work on a text: finds one match after the other.
class Matcher {
  public:
    /// The text is the call's first argument, the pattern its second.
    explicit Matcher(Call& call) : call_(call), pattern_(pattern_of(call.text(1))) {}

    /// The failure that keeps it from working, or null.
    [[nodiscard]] Value problem(bool single_group) const {
        if (!pattern_.ok()) {
            return call_.fail("no regular expression (RE2), " + pattern_.error());
        }
        if (single_group && pattern_.NumberOfCapturingGroups() > 1) {
            return call_.fail("the regular expression is to have at most one group");
        }
        bool paid = call_.evaluation.spend(call_.text(0).size() / 4 + call_.text(1).size());
        return paid ? Value() : call_.too_expensive();
    }
    /// The next match: the whole of it and its groups; false when there is none. An empty match moves on by
    /// one byte.
    bool next() {
        groups_.resize(static_cast<size_t>(pattern_.NumberOfCapturingGroups()) + 1);
        std::string_view text = call_.text(0);
        // Each search may look at all that is left before it takes the nearest match.
        if (position_ > text.size() || !call_.evaluation.spend((text.size() - position_) / 2048 + 1) ||
            !pattern_.Match(piece(text), position_, text.size(), re2::RE2::UNANCHORED, groups_.data(),
                            static_cast<int>(groups_.size()))) {
            return false;
        }
        position_ = end();
        if (groups_[0].empty()) {
            position_ += position_ < text.size() ? character_length(text, position_) : 1;
        }
        return true;
    }
    [[nodiscard]] size_t begin() const {
        return static_cast<size_t>(groups_[0].data() - call_.text(0).data());
    }
    [[nodiscard]] size_t end() const { return begin() + groups_[0].size(); }
    [[nodiscard]] const std::vector<re2::StringPiece>& groups() const { return groups_; }
    /// The group when there is one, else the whole match; nothing when the group took no part.
    [[nodiscard]] std::optional<std::string_view> wanted() const {
        const re2::StringPiece& group = groups_.back();
        return group.data() == nullptr ? std::nullopt : std::optional(view(group));
    }

  private:
    Call& call_;
    const re2::RE2& pattern_;
    size_t position_ = 0;
    std::vector<re2::StringPiece> groups_;
};

Value matches(Call& call) {
    Matcher matcher(call);
    Value problem = matcher.problem(false);
    return problem.is_failure() ? problem : Value(matcher.next());
}

Value extract(Call& call) {
    Matcher matcher(call);
    if (Value problem = matcher.problem(true); problem.is_failure()) {
        return problem;
    }
    auto found = matcher.next() ? matcher.wanted() : std::nullopt;
    return found ? make_optional(Value(*found)) : make_none();
}

Value extract_all(Call& call) {
    Matcher matcher(call);
    if (Value problem = matcher.problem(true); problem.is_failure()) {
        return problem;
    }
    std::vector<Value> found;
    while (matcher.next()) {
        if (auto text = matcher.wanted(); text && !(text->empty() && matcher.groups().size() > 1)) {
            if (!call.evaluation.make(text->size() + 64)) {
                return call.too_expensive();
            }
            found.emplace_back(*text);
        }
    }
    return call.made(std::move(found));
}

/// Appends the replacement, in which `\1` is the first group and `\\` a backslash; false when it is no such
/// text.
bool append_replacement(std::string& out, std::string_view replacement,
                        const std::vector<re2::StringPiece>& groups) {
    for (size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '\\') {
            out += replacement[i];
            continue;
        }
        char next = ++i < replacement.size() ? replacement[i] : '\0';
        if (next == '\\') {
            out += '\\';
        } else if (next >= '0' && next <= '9' && static_cast<size_t>(next - '0') < groups.size()) {
            out += view(groups[static_cast<size_t>(next - '0')]);
        } else {
            return false;
        }
    }
    return true;
}

Value replace(Call& call) {
    Matcher matcher(call);
    if (Value problem = matcher.problem(false); problem.is_failure()) {
        return problem;
    }
    std::string_view text = call.text(0);
    int64_t limit = call.size() > 3 ? call[3].as_int() : -1;
    std::string result;
    size_t copied = 0;
    for (int64_t count = 0; (limit < 0 || count < limit) && matcher.next(); ++count) {
        size_t before = result.size();
        result.append(text, copied, matcher.begin() - copied);
        if (!append_replacement(result, call.text(2), matcher.groups())) {
            return call.fail(
                "in the replacement, after a backslash stands the number of a group or a backslash");
        }
        if (!call.evaluation.make(result.size() - before)) {
            return call.too_expensive();
        }
        copied = matcher.end();
    }
    result.append(text, copied);
    return call.made(std::move(result));
}

}  // namespace

std::span<const Function> regular_expressions() {
    using enum CallStyle;
    constexpr Types text = types::string;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"matches", both, {text, text}, 2, 2, types::boolean,
         "text.matches(pattern)", "whether the pattern (RE2) fits some part of it; `^…$` for all of it",
         matches, Purity::pure, false, check},
        {"regex.extract", function, {text, text}, 2, 2, types::optional,
         "regex.extract(text, pattern)", "an optional of the first match, or of its group",
         extract, Purity::pure, false, check_single_group},
        {"regex.extractAll", function, {text, text}, 2, 2, types::list,
         "regex.extractAll(text, pattern)", "all matches, or their groups",
         extract_all, Purity::pure, false, check_single_group},
        {"regex.replace", function, {text, text, text, types::integer}, 3, 4, text,
         "regex.replace(text, pattern, new, limit?)", "with all, or at most so many, matches replaced; `\\\\1` is the first group",
         replace, Purity::pure, false, check},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
