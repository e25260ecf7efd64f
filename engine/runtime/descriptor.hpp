// Descriptor: an open file descriptor with an owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace aiorun::runtime {

class Descriptor {
  public:
    Descriptor() = default;
    /// Takes `number` over; negative is none.
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { reset(); }

    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return is_open(); }
    [[nodiscard]] int number() const noexcept { return number_; }
    void reset() noexcept {
        if (is_open()) {
            close(std::exchange(number_, -1));
        }
    }

  private:
    int number_ = -1;
};

}  // namespace aiorun::runtime
