// TraceRing: hands records from the thread of the run to the one that writes them, in order and in bounded memory. What is
// handed over costs the run a copy; it waits only when the writer is a whole ring behind. One producer, one consumer.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>

namespace aiorun::observe {

class TraceRing {
  public:
    static constexpr size_t alignment = 8;

    /// A power of two; no record is longer than a quarter of it.
    explicit TraceRing(size_t capacity);
    TraceRing(const TraceRing&) = delete;
    TraceRing& operator=(const TraceRing&) = delete;

    /// The producer's: room for a record of `size` bytes, a multiple of `alignment`, in one piece. Its first four bytes are to
    /// hold the size. Visible to the consumer from publish() on.
    [[nodiscard]] std::byte* reserve(size_t size) {
        size_t offset = head_ & mask_;
        size_t needed = size > capacity_ - offset ? size + capacity_ - offset : size;
        if (head_ + needed - known_tail_ > capacity_) {
            wait_for_room(needed);
        }
        if (needed != size) {
            pad(offset);
            offset = 0;
        }
        reserved_ = size;
        return memory_.get() + offset;
    }
    void publish() {
        head_ += reserved_;
        published_.store(head_, std::memory_order_release);
        if (head_ - signalled_ >= capacity_ / 4) {
            signal();
        }
    }
    /// The last record was published.
    void close();

    /// The consumer's: records that are there, in one piece; empty when there are none. A size of 0 in the first four bytes of
    /// a record says that the rest of the piece is none.
    [[nodiscard]] std::span<const std::byte> peek() const noexcept;
    void release(size_t size);
    /// Until about a quarter of the ring is full, or the ring is closed, or some time has passed.
    void wait(std::chrono::milliseconds longest);
    [[nodiscard]] bool is_closed() const noexcept { return closed_.load(std::memory_order_acquire); }

  private:
    void wait_for_room(size_t needed);
    void pad(size_t offset);
    void signal();

    std::unique_ptr<std::byte[]> memory_;
    size_t capacity_;
    size_t mask_;

    // The producer's.
    size_t head_ = 0;
    size_t known_tail_ = 0;
    size_t reserved_ = 0;
    size_t signalled_ = 0;

    alignas(64) std::atomic<size_t> published_{0};
    alignas(64) std::atomic<size_t> released_{0};
    std::atomic<bool> closed_{false};
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_signalled_ = false;
};

}  // namespace aiorun::observe
