// `lock:`, `semaphore:` and `rate_limit:` on a step: `async with` around it.
#include <array>

#include "runtime/condition.hpp"
#include "runtime/rate_limit.hpp"
#include "runtime/semaphore.hpp"
#include "steps/modifiers.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/shared.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

using expression::NameKind;

class Hold : public WaitingAction {
  public:
    Hold(uint32_t object, ActionPointer inside, document::Span span)
        : object_(object), inside_(std::move(inside)), span_(span) {}
    void visit(ActionVisitor& visitor) const override {
        visitor.enter_hold(object_, span_);
        inside_->visit(visitor);
        visitor.leave_hold(object_);
    }

  protected:
    uint32_t object_;
    ActionPointer inside_;
    document::Span span_;
};

class LockHold final : public Hold {
  public:
    using Hold::Hold;
    Coro<Completion> run(Frame& frame) const override {
        runtime::Lock& lock = lock_of(frame.run().global(object_));
        runtime::Task& task = frame.task();
        if (!lock.try_acquire(task) && co_await lock.acquire(task) == runtime::Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
        Completion body = co_await inside_->run(frame);
        if (!lock.release()) {
            co_return not_acquired(lock.name());
        }
        co_return body;
    }
};

class SemaphoreHold final : public Hold {
  public:
    using Hold::Hold;
    Coro<Completion> run(Frame& frame) const override {
        auto& semaphore = frame.run().shared<runtime::Semaphore>(object_);
        runtime::Task& task = frame.task();
        if (!semaphore.try_acquire() && co_await semaphore.acquire(task) == runtime::Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
        Completion body;
        {
            runtime::Semaphore::Hold hold(semaphore, task);
            body = co_await inside_->run(frame);
        }
        if (!semaphore.release()) {
            co_return released_too_often(semaphore.name());
        }
        co_return body;
    }
};

class RateLimitHold final : public Hold {
  public:
    using Hold::Hold;
    Coro<Completion> run(Frame& frame) const override {
        auto& limit = frame.run().shared<runtime::RateLimit>(object_);
        if (co_await limit.acquire(frame.task()) == runtime::Wakeup::cancelled) {
            co_return Completion::cancelled();
        }
        co_return co_await inside_->run(frame);
    }
    // It is not held: a place is taken and never given back, so nobody waits for its holder.
    void visit(ActionVisitor& visitor) const override {
        visitor.use(object_, "rate_limit", span_);
        inside_->visit(visitor);
    }
};

template <class Modifier, NameKind... Kinds>
ActionPointer make_hold(const document::Node& node, ActionPointer inside, const Context& context) {
    constexpr std::array kinds{Kinds...};
    auto object = read_shared(node, kinds, context);
    if (!object) {
        return inside;
    }
    return std::make_unique<Modifier>(*object, std::move(inside), node.span());
}

}  // namespace

ActionPointer make_lock(const document::Node& node, ActionPointer inside, const Context& context) {
    return make_hold<LockHold, NameKind::lock, NameKind::condition>(node, std::move(inside), context);
}

ActionPointer make_semaphore(const document::Node& node, ActionPointer inside, const Context& context) {
    return make_hold<SemaphoreHold, NameKind::semaphore>(node, std::move(inside), context);
}

ActionPointer make_rate_limit(const document::Node& node, ActionPointer inside, const Context& context) {
    return make_hold<RateLimitHold, NameKind::rate_limit>(node, std::move(inside), context);
}

}  // namespace aiorun::steps
