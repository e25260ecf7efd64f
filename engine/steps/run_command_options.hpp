// The options of `run:`, from YAML to the command that is started.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "expression/template.hpp"
#include "process/process.hpp"
#include "steps/byte_size.hpp"
#include "steps/context.hpp"
#include "steps/key.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

class ActionVisitor;

[[nodiscard]] std::span<const Key> run_command_keys();

class RunCommandOptions {
  public:
    /// `node` is what stands behind `run:`. What is wrong is reported.
    [[nodiscard]] static RunCommandOptions read(const document::Node& node, const Context& context);

    [[nodiscard]] Evaluated<process::Command> command(const Frame& frame) const;
    /// Whether a code other than 0 raises.
    [[nodiscard]] Evaluated<bool> check(const Frame& frame) const { return check_.evaluate(frame); }
    /// Shows the operands that values of the workflow go into.
    void visit(ActionVisitor& visitor) const;
    /// What messages call the command: the text of a shell command, the program of a list.
    [[nodiscard]] std::string name_of(const process::Command& command) const;

  private:
    void read_command(const document::Node& node, const Context& context);

    expression::Template command_;
    bool uses_shell_ = false;
    std::optional<expression::Template> environment_;
    std::optional<Operand<std::string>> directory_;
    std::optional<expression::Template> input_;
    std::optional<Operand<ByteSize>> max_output_;
    std::optional<Operand<Duration>> kill_after_;
    Operand<bool> check_{true};
};

}  // namespace aiorun::steps
