// FetchValue: the value of one option of a fetch, or a part of it, while it is read. Options are read twice
// by the same functions: before the run, when what expressions will give is not known yet, and in the run,
// when all of it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/duration.hpp"
#include "document/tree.hpp"
#include "steps/key.hpp"
#include "value/stand_in.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

using value::Value;

/// What is wrong with an option. `path` leads from the options to the place: keys of maps and indexes of
/// lists.
struct FetchProblem {
    std::vector<Value> path;
    std::string message;
    std::string hint;
};

class FetchValue {
  public:
    /// `problems` is borrowed. An unbound value, or part of one, is not known yet: it passes every check, and
    /// reads as an empty text, a 0, false, …
    FetchValue(Value value, std::vector<Value> path, std::vector<FetchProblem>& problems)
        : value_(std::move(value)), path_(std::move(path)), problems_(&problems) {}

    [[nodiscard]] const Value& value() const noexcept { return value_; }
    /// Not before the run; and what a simulation does not know, it has no shape to check.
    [[nodiscard]] bool is_known() const noexcept { return !value_.is_unbound() && !stands_in(); }
    [[nodiscard]] bool is_null() const noexcept { return value_.is_null(); }
    /// `"auth.basic.user"`
    [[nodiscard]] std::string name() const;

    // What does not fit is noted as a problem and reads as if it was unknown.
    [[nodiscard]] bool boolean() const;
    /// At least `least`.
    [[nodiscard]] int64_t integer(int64_t least) const;
    /// A string, or another scalar as text.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] document::Duration duration() const;
    [[nodiscard]] uint64_t bytes() const;
    /// The index of one of a few words.
    [[nodiscard]] std::optional<size_t> choice(std::span<const std::string_view> choices) const;

    /// Whether it is a map of known keys; notes those that are not in the table, and those that are missing.
    [[nodiscard]] bool check_map(std::span<const Key> keys) const;
    /// An entry of a map, unless it is missing or null.
    [[nodiscard]] std::optional<FetchValue> find(std::string_view key) const;
    struct Entry;
    /// The entries of a map, nulls included; notes what is no map.
    [[nodiscard]] std::vector<Entry> entries() const;
    /// The items of a list; of anything else itself.
    [[nodiscard]] std::vector<FetchValue> items() const;

    void note(std::string message, std::string hint = {}) const;
    /// `NAME is EXPECTED, found …`
    void refuse(std::string_view expected, std::string hint = {}) const;

  private:
    [[nodiscard]] bool stands_in() const noexcept { return value::as_stand_in(value_) != nullptr; }
    [[nodiscard]] FetchValue at(const Value& step, Value value) const;

    Value value_;
    std::vector<Value> path_;
    std::vector<FetchProblem>* problems_;
};

struct FetchValue::Entry {
    std::string key;
    FetchValue value;
};

/// What is known of a node before the run: unbound stands for what expressions will give.
[[nodiscard]] Value known_value(const document::Node& node);

}  // namespace aiorun::steps
