// Scope: the names of one task or one branch, resolved to slots before the run.
//
// Names bound anywhere in a task are local to its call, as in Python. A branch has a scope of its own; what it mentions of
// the scopes around it is copied into its slots when it is created.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/diagnostic.hpp"
#include "expression/environment.hpp"
#include "steps/names.hpp"

namespace aiorun::steps {

class Scope final : public expression::NameResolver {
  public:
    /// `file` is for expressions outside of tasks: it has no slots, only what the file declares can be named.
    enum class Role : uint8_t { file, task, branch };
    /// A copy of `from` in the outer frame (or among the globals) to `to` in a new frame.
    struct Copy {
        uint32_t from = 0;
        uint32_t to = 0;
    };

    /// All names that it is given outlive it: they are views of the file.
    Scope(Role role, Scope* outer, const FileNames& file, const document::Source& source,
          document::Diagnostics& diagnostics);

    /// The scope of a branch that is written here; owned by this one.
    [[nodiscard]] Scope& branch();
    /// A slot for a param of the task, or for the item of a generated branch: bound from the start.
    uint32_t bind_at_start(std::string_view name);
    /// A slot for a name that the step at `span` binds.
    uint32_t bind(std::string_view name, document::Span span);
    /// A slot without a name, for what steps have to remember.
    uint32_t hidden();

    /// A name that is read. Whether it exists is known at the end, see finish().
    [[nodiscard]] std::optional<expression::ResolvedName> resolve(std::string_view name, document::Span span) override;

    /// A name that a step, a param or the file binds hides a type of that name: `list`, `string`.
    [[nodiscard]] bool binds(std::string_view name) const override {
        return is_local(name) || file_.find(name) != nullptr;
    }
    /// Whether the name has been seen as a local one, here or in a scope around: then it hides a variable.
    [[nodiscard]] bool is_local(std::string_view name) const;

    /// Whether a step or a param binds the name, here or in a scope around: then it does not mean what the file declares.
    /// Known when all steps have been read.
    [[nodiscard]] bool hides(std::string_view name) const;

    /// Only for a scope without an outer one, when all its steps have been read: resolves what branches copy, and
    /// reports names that nobody binds.
    void finish();

    [[nodiscard]] size_t size() const noexcept { return slots_.size(); }
    [[nodiscard]] const std::vector<Copy>& captures() const noexcept { return captures_; }
    [[nodiscard]] const std::vector<Copy>& from_globals() const noexcept { return from_globals_; }
    /// The message of a ValueError: who would have bound the name of an unbound slot.
    [[nodiscard]] std::string unbound_message(uint32_t slot) const;
    [[nodiscard]] const FileNames& file() const noexcept { return file_; }
    [[nodiscard]] const document::Source& source() const noexcept { return source_; }
    [[nodiscard]] Scope* outer() const noexcept { return outer_; }

  private:
    struct Slot {
        std::string_view name;  // empty when hidden
        bool at_start = false;
        bool bound = false;
        bool captured = false;  // copied from the scope around it
        document::Span bound_at;
        std::vector<document::Span> reads;
    };

    [[nodiscard]] uint32_t slot_of(std::string_view name);
    [[nodiscard]] bool provides(std::string_view name, uint32_t& slot);
    void capture(uint32_t from, uint32_t to);
    void resolve_outer();
    void resolve_slot(uint32_t slot);
    void report_unknown(const Slot& slot) const;
    void collect_names(std::vector<std::string_view>& names) const;
    [[nodiscard]] const Slot* binder(std::string_view name) const;

    Role role_;
    Scope* outer_;
    const FileNames& file_;
    const document::Source& source_;
    document::Diagnostics& diagnostics_;
    std::vector<Slot> slots_;
    std::unordered_map<std::string_view, uint32_t> by_name_;
    std::vector<Copy> captures_;
    std::vector<Copy> from_globals_;
    std::vector<std::unique_ptr<Scope>> branches_;
};

}  // namespace aiorun::steps
