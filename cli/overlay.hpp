// Overlay: lines on a terminal below all that is written, which give way to it. Whoever writes to a standard stream goes
// through terminal.hpp, which tells the overlay; there is at most one.
#pragma once

#include <string_view>

namespace aiorun::cli {

class Overlay {
  public:
    virtual ~Overlay() = default;
    /// Something is going to be written to `descriptor`; and it was.
    virtual void before_write(int descriptor) = 0;
    virtual void after_write(int descriptor, std::string_view text) = 0;
    /// Out of sight until it is next shown.
    virtual void hide() = 0;
    /// Out of sight for good.
    virtual void close() = 0;
};

/// Null for none. Borrowed.
void set_overlay(Overlay* overlay) noexcept;
[[nodiscard]] Overlay* overlay() noexcept;

}  // namespace aiorun::cli
