// Context: what the reading of a step has to know of where the step stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "steps/names.hpp"
#include "steps/scope.hpp"

namespace aiorun::steps {

class Context {
  public:
    Context(Scope& scope, document::Diagnostics& diagnostics) : scope_(&scope), diagnostics_(&diagnostics) {}

    [[nodiscard]] Scope& scope() const noexcept { return *scope_; }
    [[nodiscard]] const FileNames& names() const noexcept { return scope_->file(); }
    [[nodiscard]] document::Diagnostics& diagnostics() const noexcept { return *diagnostics_; }

    void error(const document::Node& node, std::string_view code, std::string message, std::string hint = {}) const {
        diagnostics_->error(node.source(), node.span(), code, std::move(message), std::move(hint));
    }
    void warning(const document::Node& node, std::string_view code, std::string message, std::string hint = {}) const {
        diagnostics_->warning(node.source(), node.span(), code, std::move(message), std::move(hint));
    }

    /// For the steps of a branch that is written here: names of its own, and no way out by a jump or a bare raise.
    [[nodiscard]] Context for_branch() const {
        Context inner(scope_->branch(), *diagnostics_);
        inner.value_used_ = value_used_;
        inner.loop_ = loop_ == Loop::none ? Loop::none : Loop::around_branch;
        return inner;
    }
    /// For the body of a loop.
    [[nodiscard]] Context for_loop() const {
        Context inner(*this);
        inner.loop_ = Loop::here;
        inner.jumps_forbidden_ = false;
        inner.value_used_ = false;
        return inner;
    }
    /// For the steps of a handler; the error it handles lies in `handled_slot`.
    [[nodiscard]] Context for_handler(uint32_t handled_slot) const {
        Context inner(*this);
        inner.handled_slot_ = handled_slot;
        return inner;
    }
    /// For the handlers of an `except_group`, which may not be left by return, break or continue.
    [[nodiscard]] Context without_jumps() const {
        Context inner(*this);
        inner.loop_ = Loop::none;
        inner.jumps_forbidden_ = true;
        inner.return_forbidden_ = true;
        return inner;
    }

    /// For what stands where its value goes somewhere, or nowhere: the last step of a branch gives the branch its value, a step
    /// before it without `as` gives it to nobody.
    [[nodiscard]] Context with_value(bool used) const {
        Context inner(*this);
        inner.value_used_ = used;
        return inner;
    }
    /// Whether anybody can see the value of what is written here. Results that nobody sees are not collected.
    [[nodiscard]] bool value_used() const noexcept { return value_used_; }

    /// Where the nearest loop is that `break` and `continue` could mean.
    enum class Loop : uint8_t { none, here, around_branch };
    [[nodiscard]] Loop loop() const noexcept { return loop_; }
    /// Whether break and continue are forbidden here because of an `except_group` around, and return as well.
    [[nodiscard]] bool jumps_forbidden() const noexcept { return jumps_forbidden_; }
    [[nodiscard]] bool return_forbidden() const noexcept { return return_forbidden_; }
    [[nodiscard]] std::optional<uint32_t> handled_slot() const noexcept { return handled_slot_; }

  private:
    Scope* scope_;
    document::Diagnostics* diagnostics_;
    std::optional<uint32_t> handled_slot_;
    Loop loop_ = Loop::none;
    bool jumps_forbidden_ = false;
    bool return_forbidden_ = false;
    bool value_used_ = true;
};

/// Resolves a few names to hidden slots and all others as the scope does: for expressions that see more than the steps
/// around them (`error` in `retry.if`, `response` in `paginate`).
class ExtraNames final : public expression::NameResolver {
  public:
    ExtraNames(Scope& scope, std::string_view name) : scope_(scope), name_(name), slot_(scope.hidden()) {}
    [[nodiscard]] uint32_t slot() const noexcept { return slot_; }
    [[nodiscard]] std::optional<expression::ResolvedName> resolve(std::string_view name, document::Span span) override {
        if (name == name_) {
            return expression::ResolvedName{{expression::NameReference::Space::local, slot_}};
        }
        return scope_.resolve(name, span);
    }
    [[nodiscard]] bool binds(std::string_view name) const override { return name == name_ || scope_.binds(name); }

  private:
    Scope& scope_;
    std::string name_;
    uint32_t slot_;
};

/// What messages say of names.
inline constexpr std::string_view identifier_rule = "a letter (a-z, A-Z) or _, then letters, digits and _";
inline constexpr std::string_view task_name_rule = "a letter (a-z, A-Z) or _, then letters, digits, - and _";
/// Whether `text` can be the name of a variable: a letter or `_`, then letters, digits and `_`.
[[nodiscard]] bool is_identifier(std::string_view text) noexcept;
/// Reports a name that no expression could mention: `in`, `true`, `false`, `null`.
bool check_mentionable(const document::Node& name, const Context& context);
/// Whether `text` can be the name of a task or an import, which no expression mentions: `-` may stand in it as well.
[[nodiscard]] bool is_task_name(std::string_view text) noexcept;

}  // namespace aiorun::steps
