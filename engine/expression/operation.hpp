// Operation: a node of a compiled expression. What each kind of them does is hidden behind the functions that
// make it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expression/evaluation.hpp"
#include "expression/syntax.hpp"
#include "value/pool.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

class Operation : public value::Pooled {
  public:
    Operation() = default;
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;
    virtual ~Operation() = default;

    [[nodiscard]] virtual value::Value evaluate(Evaluation& evaluation) const = 0;
    /// The value when it is the same in every evaluation, else null.
    [[nodiscard]] virtual const value::Value* constant() const noexcept { return nullptr; }
    /// Whether peek() is worth a try: names, and fields and items of them.
    [[nodiscard]] virtual bool is_place() const noexcept { return false; }
    /// The value where it lies, without a copy; null when it lies nowhere, then evaluate() tells why.
    [[nodiscard]] virtual const value::Value* peek(Evaluation&) const { return nullptr; }
};

using OperationPointer = std::unique_ptr<Operation>;
using Operations = std::vector<OperationPointer>;

/// An operand that is only looked at: what has a place is not copied.
class Operand {
  public:
    explicit Operand(OperationPointer operation)
        : operation_(std::move(operation)), is_place_(operation_->is_place()) {}
    /// Valid until the next evaluation of anything that binds variables, or until `storage` changes.
    [[nodiscard]] const value::Value& get(Evaluation& evaluation, value::Value& storage) const {
        if (is_place_) {
            if (const value::Value* value = operation_->peek(evaluation)) {
                return *value;
            }
        }
        storage = operation_->evaluate(evaluation);
        return storage;
    }
    [[nodiscard]] bool is_place() const noexcept { return is_place_; }
    /// Only for one that is a place.
    [[nodiscard]] const value::Value* peek(Evaluation& evaluation) const {
        return operation_->peek(evaluation);
    }

  private:
    OperationPointer operation_;
    bool is_place_;
};

// --- names and literals (operations_names.cpp)

[[nodiscard]] OperationPointer make_constant(value::Value value);
[[nodiscard]] OperationPointer make_name(NameReference reference, uint32_t position);
/// A variable of a macro.
[[nodiscard]] OperationPointer make_variable(uint32_t slot);
/// Fails with `message` whenever it is evaluated.
[[nodiscard]] OperationPointer make_failing(std::string message, uint32_t position);

// --- operators (operations_operators.cpp)

[[nodiscard]] OperationPointer make_chain(Operations operands, std::vector<Link> links);
[[nodiscard]] OperationPointer make_negate(OperationPointer operand, uint32_t position);
[[nodiscard]] OperationPointer make_invert(OperationPointer operand, uint32_t position);
/// `&&` and `||` over two and more operands; one that decides hides the errors of the others.
[[nodiscard]] OperationPointer make_all_of(Operations operands, uint32_t position);
[[nodiscard]] OperationPointer make_any_of(Operations operands, uint32_t position);
/// condition, value, condition, value, …, otherwise
[[nodiscard]] OperationPointer make_conditional(Operations operands, uint32_t position);

// --- lists, maps and what is in them (operations_containers.cpp)

[[nodiscard]] OperationPointer make_list(Operations items, std::vector<bool> optional, uint32_t position);
/// key, value, key, value, …
[[nodiscard]] OperationPointer make_map(Operations items, std::vector<bool> optional, uint32_t position);

/// What a selection gives of what it selects.
enum class Access : uint8_t { required, optional, presence };
[[nodiscard]] OperationPointer make_select(OperationPointer target, std::string_view name, Access access,
                                           uint32_t position);
[[nodiscard]] OperationPointer make_index(OperationPointer target, OperationPointer index, Access access,
                                          uint32_t position);

// --- macros (operations_macros.cpp)

/// Up to `filter` the body is a condition.
enum class Comprehension : uint8_t {
    all,
    exists,
    exists_one,
    filter,
    map,
    map_entries,
    merge_entries,
    sort_by
};

/// The parts of a macro that loops. With two variables they are index and item, or key and value; with one,
/// the item or the key. `filter` may be missing.
struct Loop {
    Comprehension kind = Comprehension::all;
    bool two_variables = false;
    uint32_t first_slot = 0;
    uint32_t second_slot = 0;
    OperationPointer range;
    OperationPointer filter;
    OperationPointer body;
    uint32_t weight = 1;  ///< operations of one turn: what it costs
    uint32_t position = 0;
    std::string_view name;  ///< of the macro, for messages; outlives the program
};
[[nodiscard]] OperationPointer make_loop(Loop loop);

/// `body` with a variable bound to a value: cel.bind, and the content of an optional when it has one (optMap
/// wraps the result, optFlatMap gives it as it is).
enum class Binding : uint8_t { plain, optional_map, optional_flat_map };
[[nodiscard]] OperationPointer make_binding(Binding kind, uint32_t slot, OperationPointer value,
                                            OperationPointer body, uint32_t position);

}  // namespace aiorun::expression
