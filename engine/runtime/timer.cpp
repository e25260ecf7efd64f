#include "runtime/timer.hpp"

namespace aiorun::runtime {

void Timers::set(Timer& timer, Time when) {
    cancel(timer);
    timer.timers_ = this;
    timer.when_ = when;
    timer.sequence_ = sequence_++;
    if (in_order_.empty() || static_cast<Timer&>(in_order_.back()).when_ <= when) {
        in_order_.push_back(timer);
        return;
    }
    heap_.push_back(&timer);
    sift_up(static_cast<uint32_t>(heap_.size() - 1));
}

void Timers::cancel(Timer& timer) noexcept {
    timer.unlink();  // from the list, or from the loop's ready queue
    timer.timers_ = nullptr;
    uint32_t index = timer.heap_index_;
    if (index == Timer::not_in_heap) {
        return;
    }
    timer.heap_index_ = Timer::not_in_heap;
    Timer* last = heap_.back();
    heap_.pop_back();
    if (last != &timer) {
        place(index, last);
        sift_up(index);
        sift_down(last->heap_index_);
    }
}

Timer* Timers::first() noexcept {
    Timer* listed = in_order_.empty() ? nullptr : &static_cast<Timer&>(in_order_.front());
    Timer* heaped = heap_.empty() ? nullptr : heap_.front();
    if (listed == nullptr || heaped == nullptr) {
        return listed != nullptr ? listed : heaped;
    }
    return before(*listed, *heaped) ? listed : heaped;
}

std::optional<Time> Timers::next() noexcept {
    Timer* timer = first();
    return timer == nullptr ? std::nullopt : std::optional(timer->when_);
}

void Timers::take_due(Time now, CallbackList& ready) {
    for (Timer* timer = first(); timer != nullptr && timer->when_ <= now; timer = first()) {
        cancel(*timer);
        ready.push_back(*timer);
    }
}

void Timers::place(uint32_t index, Timer* timer) noexcept {
    heap_[index] = timer;
    timer->heap_index_ = index;
}

void Timers::sift_up(uint32_t index) noexcept {
    Timer* timer = heap_[index];
    while (index > 0) {
        uint32_t parent = (index - 1) / 4;
        if (!before(*timer, *heap_[parent])) {
            break;
        }
        place(index, heap_[parent]);
        index = parent;
    }
    place(index, timer);
}

void Timers::sift_down(uint32_t index) noexcept {
    Timer* timer = heap_[index];
    while (true) {
        size_t child = size_t{index} * 4 + 1;
        if (child >= heap_.size()) {
            break;
        }
        size_t least = child;
        for (size_t other = child + 1; other < child + 4 && other < heap_.size(); ++other) {
            if (before(*heap_[other], *heap_[least])) {
                least = other;
            }
        }
        if (!before(*heap_[least], *timer)) {
            break;
        }
        place(index, heap_[least]);
        index = static_cast<uint32_t>(least);
    }
    place(index, timer);
}

}  // namespace aiorun::runtime
