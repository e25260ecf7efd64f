#include "runtime/event.hpp"

#include <array>

namespace aiorun::runtime {

class Event::EventWait final : public Waiter {
  public:
    EventWait(Task& task, const Event& event) : Waiter(task), event_(event) {}
    bool cancel() override {
        if (!Waiter::cancel()) {
            return false;
        }
        unlink();
        return true;
    }
    [[nodiscard]] WaitSubject subject() const noexcept override { return {event_.kind_, event_.name()}; }

  private:
    const Event& event_;
};

void Event::set() {
    if (set_) {
        return;
    }
    set_ = true;
    while (!pending_.empty()) {
        pending_.pop_front().wake();
    }
}

Coro<Wakeup> Event::wait(Task& task) {
    if (set_) {
        co_return Wakeup::normal;
    }
    EventWait wait(task, *this);
    pending_.push_back(wait);
    co_return co_await wait;
}

std::optional<Value> Event::field(std::string_view name) const {
    if (name == "is_set") {
        return Value(set_);
    }
    return std::nullopt;
}

std::span<const std::string_view> Event::field_names() const {
    static constexpr std::array<std::string_view, 1> names{"is_set"};
    return names;
}

}  // namespace aiorun::runtime
