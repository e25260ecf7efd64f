// BatchQueue: items on their way to a server, in bounded memory: what there is room for, and what goes out next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace aiorun::http {

/// What is dropped first when there is no room.
enum class Importance : uint8_t {
    ordinary,
    needed,  ///< others say nothing without it
    vital,   ///< never dropped; to be few
};

struct BatchPlace {
    Importance importance = Importance::ordinary;
    uint32_t level = 0;  ///< lower ones go first, when there is little time
};

struct Batch {
    std::string items{};  ///< separated by commas
    uint64_t count = 0;
};

struct BatchLimits {
    size_t due_items = 512;  ///< make a batch that is worth sending at once
    size_t most_items = 2048;
    size_t most_bytes = 1U << 20U;      ///< of a batch; a single item may be longer
    size_t waiting_bytes = 64U << 20U;  ///< of all that wait; a quarter of them is kept for what is needed
};

class BatchQueue {
  public:
    explicit BatchQueue(BatchLimits limits) : limits_(limits) {}

    [[nodiscard]] bool has_room(size_t size, Importance importance) const noexcept;
    void add(std::string item, uint32_t level);
    /// The next items: by level, those of one in the order in which they came.
    [[nodiscard]] Batch take();

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] size_t size() const noexcept { return size_; }
    [[nodiscard]] bool is_due() const noexcept { return size_ >= limits_.due_items || bytes_ >= limits_.most_bytes; }
    /// Half of the room is free again.
    [[nodiscard]] bool has_caught_up() const noexcept { return bytes_ <= limits_.waiting_bytes / 2; }

  private:
    static constexpr size_t level_count = 32;  // the last one holds all beyond

    BatchLimits limits_;
    std::array<std::deque<std::string>, level_count> levels_;
    size_t size_ = 0;
    size_t bytes_ = 0;
};

}  // namespace aiorun::http
