// Compiler: Syntax → Operations. Resolves names and functions, checks what can be known before the run, and
// works out what is constant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expression/function.hpp"
#include "expression/operation.hpp"
#include "expression/program.hpp"
#include "expression/syntax.hpp"
#include "expression/types.hpp"

namespace aiorun::expression {

/// A part of an expression, compiled, and what is known of its value.
struct Compiled {
    OperationPointer operation;
    Types types = types::any;
    NameKind kind = NameKind::value;
    uint32_t weight = 1;  ///< operations in it

    [[nodiscard]] const value::Value* constant() const noexcept { return operation->constant(); }
};

/// Whether what cannot be (unknown names and functions, types that do not fit) is an error of the text;
/// without it, only what is evaluated fails.
enum class Check : uint8_t { on, off };

/// A name outside of macros that the expression reads.
struct UsedName {
    std::string_view name;
    ResolvedName resolved;
};

class Compiler {
  public:
    Compiler(std::string_view text, NameResolver& names, std::vector<ExpressionError>& errors, Check check)
        : text_(text), names_(names), errors_(errors), check_(check) {}

    [[nodiscard]] Compiled compile(const Syntax& syntax);
    /// How many slots the variables of macros need; known after compile().
    [[nodiscard]] uint32_t variable_count() const noexcept { return variable_count_; }
    [[nodiscard]] const std::vector<UsedName>& used_names() const noexcept { return used_names_; }

  private:
    struct Variable {
        std::string_view name;
        uint32_t slot;
    };

    // compiler.cpp: names, operators, containers
    Compiled name(const Syntax& syntax);
    Compiled unknown_name(const Syntax& syntax);
    Compiled chain(const Syntax& syntax);
    Types check_link(const Syntax& syntax, size_t at, Types left, const Compiled& right);
    Compiled negate(const Syntax& syntax);
    Compiled invert(const Syntax& syntax);
    Compiled logical(const Syntax& syntax);
    Compiled conditional(const Syntax& syntax);
    Compiled list(const Syntax& syntax);
    Compiled map(const Syntax& syntax);
    Compiled select(const Syntax& syntax, Access access);
    Compiled index(const Syntax& syntax);

    // compiler_calls.cpp: functions and methods
    Compiled call(const Syntax& syntax);
    Compiled call_function(const Syntax& syntax, const Function& function, size_t first_argument,
                           std::string_view shown);
    Compiled unknown_function(const Syntax& syntax, const std::string& name, CallKind kind);
    void check_argument(const Function& function, std::string_view shown, size_t at, const Compiled& argument,
                        const Syntax& syntax);
    void check_constants(const Syntax& syntax, const Function& function, std::span<const Compiled> arguments);

    // compiler_macros.cpp
    bool is_macro(const Syntax& syntax) const;
    Compiled macro(const Syntax& syntax);
    Compiled has(const Syntax& syntax);
    Compiled loop(const Syntax& syntax);
    /// What a loop does in each turn; its variables are declared. `filter` may be null.
    void loop_body(Loop& loop, const Syntax* filter, const Syntax& body);
    Compiled binding(const Syntax& syntax, Binding kind, const Syntax& value, const Syntax& variable,
                     const Syntax& body);
    Compiled wrong_macro(const Syntax& syntax, std::string_view usage);
    uint32_t declare(std::string_view name);
    [[nodiscard]] const Variable* find_variable(std::string_view name) const;

    Compiled failing(document::Span span, std::string_view code, std::string message, std::string hint = {});
    void type_error(document::Span span, std::string message, std::string hint = {});
    /// `compiled`, evaluated now when all of its operands are constant and nothing goes wrong.
    Compiled folded(Compiled compiled, bool constant_operands) const;

    std::string_view text_;
    NameResolver& names_;
    std::vector<ExpressionError>& errors_;
    Check check_;
    std::vector<Variable> variables_;  // of the macros around the current place, innermost last
    uint32_t variable_count_ = 0;
    std::vector<UsedName> used_names_;
};

}  // namespace aiorun::expression
