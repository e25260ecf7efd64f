#include "steps/frame.hpp"

#include <new>

#include "steps/run.hpp"
#include "value/pool.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {

/// Gives an evaluation what belongs to the frame, and passes the rest on to the run.
class Frame::Host final : public expression::Host {
  public:
    explicit Host(const Frame& frame) : frame_(frame) {}
    Value unbound(uint32_t slot) override { return value::value_error(frame_.scope_.unbound_message(slot)); }
    double elapsed() override { return frame_.run_.elapsed(); }
    double now() override { return frame_.run_.effects().now(); }
    double random() override { return frame_.run_.random(); }
    uint64_t random_bits() override { return frame_.run_.random_bits(); }
    std::optional<std::string> env(std::string_view name) override { return frame_.run_.effects().env(name); }

  private:
    const Frame& frame_;
};

Frame::Frame(Run& run, const Scope& scope, uint32_t depth)
    : depth_(depth), run_(run), scope_(scope) {
    for (uint32_t i = 0; i < size(); ++i) {
        new (slots() + i) Value(Value::unbound());
    }
}

Frame::~Frame() {
    for (uint32_t i = 0; i < size(); ++i) {
        slots()[i].~Value();
    }
}

void* Frame::operator new(size_t size, uint32_t slots) {
    return value::pool_allocate(size + slots * sizeof(Value));
}

void Frame::operator delete(void* memory, uint32_t slots) {
    value::pool_release(memory, sizeof(Frame) + slots * sizeof(Value));
}

void Frame::operator delete(Frame* frame, std::destroying_delete_t) {
    uint32_t slots = frame->size();
    frame->~Frame();
    value::pool_release(frame, sizeof(Frame) + slots * sizeof(Value));
}

FrameReference Frame::create(Run& run, const Scope& scope, uint32_t depth) {
    FrameReference frame(new (static_cast<uint32_t>(scope.size())) Frame(run, scope, depth));
    for (const Scope::Copy& copy : scope.from_globals()) {
        frame->slots()[copy.to] = run.global(copy.from);
    }
    return frame;
}

FrameReference Frame::branch(const Frame& outer, const Scope& scope) {
    FrameReference frame = create(outer.run_, scope, outer.depth_ + 1);
    for (const Scope::Copy& copy : scope.captures()) {
        frame->slots()[copy.to] = outer.slots()[copy.from];
    }
    frame->group_ = outer.group_;
    return frame;
}

FrameReference Frame::spawned(const Frame& outer, const Scope& scope) {
    FrameReference frame = branch(outer, scope);
    frame->depth_ = 0;
    return frame;
}

FrameReference Frame::copy() const {
    FrameReference frame(new (size()) Frame(run_, scope_, depth_));
    for (uint32_t i = 0; i < size(); ++i) {
        frame->slots()[i] = slots()[i];
    }
    frame->group_ = group_;
    return frame;
}

runtime::Task& Frame::task() const noexcept { return *run_.loop().current(); }

Value Frame::evaluate(const expression::Template& template_) const {
    if (const Value* constant = template_.constant_value()) {
        return *constant;
    }
    Host host(*this);
    Value value = template_.evaluate({slots(), run_.globals(), &host});
    return value.is_opaque() ? value::resolved(std::move(value)) : value;
}

Value Frame::evaluate(const expression::Program& program) const {
    Host host(*this);
    Value value = program.evaluate({slots(), run_.globals(), &host});
    return value.is_opaque() ? value::resolved(std::move(value)) : value;
}

Value Frame::evaluate_condition(const expression::Program& program) const {
    Value holds = evaluate_open_condition(program);
    return holds.is_opaque() ? Value(choose(program, holds, true)) : holds;
}

Value Frame::evaluate_open_condition(const expression::Program& program) const {
    Host host(*this);
    return program.evaluate_condition({slots(), run_.globals(), &host});
}

bool Frame::choose(const expression::Program& program, const Value& unknown, bool wanted) {
    value::StandIn& stand_in = *value::as_stand_in(unknown);
    bool holds = wanted;
    {
        value::Assumptions::Silence silence(stand_in.assumptions());
        holds = stand_in.as_bool(wanted);
    }
    stand_in.assumptions()->tell("whether `" + std::string(program.text()) + "` holds is not known: it is taken " +
                                   (holds ? "to hold" : "not to hold"));
    return holds;
}

bool Frame::insist(const expression::Program& program, const Value& unknown, bool wanted) {
    value::Assumptions::Insistence insistence(value::as_stand_in(unknown)->assumptions());
    return choose(program, unknown, wanted);
}

Value Frame::evaluate_quantity(const expression::Template& template_) const {
    Value value = evaluate(template_);
    bool is_open = value.is_string() && run_.effects().is_simulated() && value::has_placeholder(value.as_string());
    return is_open ? Value(value::with_numbers(value.as_string())) : value;
}

std::string Frame::explain(const expression::Program& program) const {
    Host host(*this);
    return program.explain({slots(), run_.globals(), &host});
}

}  // namespace aiorun::steps
