// TextBuffer: text that is put together from literals and numbers, as fast as that can be done.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "runtime/clock.hpp"

namespace aiorun::observe {

class TextBuffer {
  public:
    TextBuffer() { grow(64 * 1024); }

    [[nodiscard]] std::string_view text() const noexcept { return {memory_.get(), size_}; }
    [[nodiscard]] size_t size() const noexcept { return size_; }
    void clear() noexcept { size_ = 0; }
    void drop_last(size_t count) noexcept { size_ -= count; }

    TextBuffer& add(std::string_view text) {
        char* to = room(text.size());
        if (!text.empty()) {
            std::memcpy(to, text.data(), text.size());
        }
        size_ += text.size();
        return *this;
    }
    template <std::integral Number>
    TextBuffer& add(Number number) {
        char* to = room(longest_number);
        size_ += static_cast<size_t>(std::to_chars(to, to + longest_number, number).ptr - to);
        return *this;
    }
    /// Microseconds with three decimals, as the Trace Event format has times.
    TextBuffer& add_microseconds(runtime::Duration time) { return add_decimal(time.count(), 1000, 3); }
    /// Seconds with nine decimals.
    TextBuffer& add_seconds(runtime::Duration time) { return add_decimal(time.count(), 1'000'000'000, 9); }

  private:
    static constexpr size_t longest_number = 24;

    TextBuffer& add_decimal(int64_t nanoseconds, int64_t unit, int decimals) {
        if (nanoseconds < 0) {
            add("-");
            nanoseconds = -nanoseconds;
        }
        add(nanoseconds / unit);
        char* to = room(longest_number);
        int64_t rest = nanoseconds % unit;
        *to = '.';
        for (int at = decimals; at > 0; --at) {
            to[at] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        }
        size_ += static_cast<size_t>(decimals) + 1;
        return *this;
    }
    char* room(size_t needed) {
        if (size_ + needed > capacity_) {
            grow(2 * (size_ + needed));
        }
        return memory_.get() + size_;
    }
    void grow(size_t capacity) {
        auto larger = std::make_unique_for_overwrite<char[]>(capacity);
        if (size_ > 0) {
            std::memcpy(larger.get(), memory_.get(), size_);
        }
        memory_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> memory_;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

}  // namespace aiorun::observe
