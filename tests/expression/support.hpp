// Support for the tests of expressions: names with values, a host with fixed answers, evaluation of a text.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/program.hpp"
#include "expression/template.hpp"
#include "value/error.hpp"
#include "value/json.hpp"

namespace aiorun::expression::test {

/// An object with fixed fields.
class Handle final : public value::Opaque {
  public:
    Handle(std::string_view type, std::map<std::string, value::Value, std::less<>> fields)
        : type_(type), fields_(std::move(fields)) {
        for (const auto& [name, field] : fields_) {
            names_.push_back(name);
        }
    }
    std::string_view type_name() const override { return type_; }
    std::optional<value::Value> field(std::string_view name) const override {
        auto found = fields_.find(name);
        return found == fields_.end() ? std::nullopt : std::optional(found->second);
    }
    std::span<const std::string_view> field_names() const override { return names_; }

  private:
    std::string_view type_;
    std::map<std::string, value::Value, std::less<>> fields_;
    std::vector<std::string_view> names_;
};

inline value::Value make_handle(std::string_view type,
                                std::map<std::string, value::Value, std::less<>> fields) {
    return value::Value(value::Reference<value::Opaque>(new Handle(type, std::move(fields))));
}

/// Names with their values, as a run would have them; what functions ask the host is fixed.
class World final : public NameResolver, public Host {
  public:
    World& set(std::string_view name, value::Value value, NameKind kind = NameKind::value) {
        names_.emplace_back(name);
        kinds_.push_back(kind);
        locals_.push_back(std::move(value));
        return *this;
    }
    std::optional<ResolvedName> resolve(std::string_view name, document::Span) override {
        for (uint32_t i = 0; i < names_.size(); ++i) {
            if (names_[i] == name) {
                return ResolvedName{{NameReference::Space::local, i}, kinds_[i]};
            }
        }
        return std::nullopt;
    }
    bool binds(std::string_view name) const override {
        return std::ranges::find(names_, name) != names_.end();
    }
    std::vector<std::string_view> candidates() const override { return {names_.begin(), names_.end()}; }
    value::Value unbound(uint32_t slot) override {
        return value::value_error(names_[slot] + " is not bound");
    }
    double elapsed() override { return 1.5; }
    double now() override { return 1000.25; }
    double random() override { return 0.5; }
    uint64_t random_bits() override { return 0x0123456789ABCDEFULL; }
    std::optional<std::string> env(std::string_view name) override {
        return name == "HOME" ? std::optional<std::string>("/root") : std::nullopt;
    }

    Environment environment() { return {locals_.data(), nullptr, this}; }
    /// The value of an expression; compile errors are failures, too.
    value::Value evaluate(std::string_view text) {
        std::vector<ExpressionError> errors;
        Program program = Program::compile(text, *this, errors);
        return program.evaluate(environment());
    }
    /// As JSON, or `error: MESSAGE`.
    std::string show(std::string_view text) {
        value::Value value = evaluate(text);
        return value.is_failure() ? "error: " + value.as_failure().message : value::to_json(value);
    }
    /// The messages of what is wrong with a text before the run, with their hints in parentheses.
    std::vector<std::string> check(std::string_view text) {
        std::vector<ExpressionError> errors;
        (void)Program::compile(text, *this, errors);
        std::vector<std::string> messages;
        for (const ExpressionError& error : errors) {
            messages.push_back(error.message + (error.hint.empty() ? "" : " (" + error.hint + ")"));
        }
        return messages;
    }

  private:
    std::vector<std::string> names_;
    std::vector<NameKind> kinds_;
    std::vector<value::Value> locals_;
};

}  // namespace aiorun::expression::test
