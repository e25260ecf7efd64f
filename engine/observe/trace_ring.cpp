#include "observe/trace_ring.hpp"

#include <cstdint>
#include <cstring>

namespace aiorun::observe {

TraceRing::TraceRing(size_t capacity)
    : memory_(std::make_unique_for_overwrite<std::byte[]>(capacity)), capacity_(capacity), mask_(capacity - 1) {}

/// A record does not fit before the end of the memory: it begins anew.
void TraceRing::pad(size_t offset) {
    if (offset != 0) {
        constexpr uint32_t none = 0;
        std::memcpy(memory_.get() + offset, &none, sizeof none);
        head_ += capacity_ - offset;
    }
}

void TraceRing::wait_for_room(size_t needed) {
    auto has_room = [&] {
        known_tail_ = released_.load(std::memory_order_acquire);
        return head_ + needed - known_tail_ <= capacity_;
    };
    if (has_room()) {
        return;
    }
    signal();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, has_room);
}

void TraceRing::signal() {
    signalled_ = head_;
    {
        std::lock_guard lock(mutex_);
        is_signalled_ = true;
    }
    changed_.notify_all();
}

void TraceRing::close() {
    closed_.store(true, std::memory_order_release);
    signal();
}

std::span<const std::byte> TraceRing::peek() const noexcept {
    size_t tail = released_.load(std::memory_order_relaxed);
    size_t available = published_.load(std::memory_order_acquire) - tail;
    size_t offset = tail & mask_;
    return {memory_.get() + offset, available < capacity_ - offset ? available : capacity_ - offset};
}

void TraceRing::release(size_t size) {
    {
        std::lock_guard lock(mutex_);  // so that a producer that is about to wait for room does not miss it
        released_.store(released_.load(std::memory_order_relaxed) + size, std::memory_order_release);
    }
    changed_.notify_all();
}

void TraceRing::wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, longest, [this] { return is_signalled_; });
    is_signalled_ = false;
}

}  // namespace aiorun::observe
