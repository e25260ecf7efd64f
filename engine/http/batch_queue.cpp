#include "http/batch_queue.hpp"

#include <algorithm>
#include <utility>

namespace aiorun::http {
namespace {

/// What an item takes beside its text.
constexpr size_t overhead = 64;

}  // namespace

bool BatchQueue::has_room(size_t size, Importance importance) const noexcept {
    size_t limit = importance == Importance::ordinary ? limits_.waiting_bytes / 4 * 3 : limits_.waiting_bytes;
    return importance == Importance::vital || bytes_ + size + overhead <= limit;
}

void BatchQueue::add(std::string item, uint32_t level) {
    bytes_ += item.size() + overhead;
    ++size_;
    levels_[std::min<size_t>(level, level_count - 1)].push_back(std::move(item));
}

Batch BatchQueue::take() {
    Batch batch;
    for (std::deque<std::string>& level : levels_) {
        for (; !level.empty(); level.pop_front()) {
            const std::string& item = level.front();
            bool is_full = batch.count == limits_.most_items ||
                           (batch.count > 0 && batch.items.size() + item.size() > limits_.most_bytes);
            if (is_full) {
                return batch;
            }
            batch.items.append(batch.count == 0 ? "" : ",").append(item);
            ++batch.count;
            --size_;
            bytes_ -= item.size() + overhead;
        }
    }
    return batch;
}

}  // namespace aiorun::http
