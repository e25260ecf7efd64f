#include "expression/operation.hpp"

namespace aiorun::expression {

using value::Value;

namespace {

class Constant final : public Operation {
  public:
    explicit Constant(Value value) : value_(std::move(value)) {}
    Value evaluate(Evaluation&) const override { return value_; }
    const Value* constant() const noexcept override { return &value_; }

  private:
    Value value_;
};

class LocalName final : public Operation {
  public:
    LocalName(uint32_t slot, uint32_t position) : slot_(slot), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override {
        const Value& value = evaluation.environment.locals[slot_];
        return value.is_unbound() ? unbound(evaluation) : value;
    }
    bool is_place() const noexcept override { return true; }
    const Value* peek(Evaluation& evaluation) const override {
        const Value& value = evaluation.environment.locals[slot_];
        return value.is_unbound() ? nullptr : &value;
    }

  private:
    [[nodiscard]] Value unbound(const Evaluation& evaluation) const {
        return evaluation.placed(evaluation.environment.host->unbound(slot_), position_);
    }

    uint32_t slot_;
    uint32_t position_;
};

class GlobalName final : public Operation {
  public:
    explicit GlobalName(uint32_t slot) : slot_(slot) {}
    Value evaluate(Evaluation& evaluation) const override { return evaluation.environment.globals[slot_]; }

  private:
    uint32_t slot_;
};

class Variable final : public Operation {
  public:
    explicit Variable(uint32_t slot) : slot_(slot) {}
    Value evaluate(Evaluation& evaluation) const override { return evaluation.variables[slot_]; }

  private:
    uint32_t slot_;
};

class Failing final : public Operation {
  public:
    Failing(std::string message, uint32_t position) : message_(std::move(message)), position_(position) {}
    Value evaluate(Evaluation& evaluation) const override { return evaluation.fail(position_, message_); }

  private:
    std::string message_;
    uint32_t position_;
};

}  // namespace

OperationPointer make_constant(Value value) {
    return std::make_unique<Constant>(std::move(value));
}

OperationPointer make_name(NameReference reference, uint32_t position) {
    if (reference.space == NameReference::Space::local) {
        return std::make_unique<LocalName>(reference.index, position);
    }
    return std::make_unique<GlobalName>(reference.index);
}

OperationPointer make_variable(uint32_t slot) {
    return std::make_unique<Variable>(slot);
}

OperationPointer make_failing(std::string message, uint32_t position) {
    return std::make_unique<Failing>(std::move(message), position);
}

}  // namespace aiorun::expression
