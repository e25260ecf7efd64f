// TaskTable: something for each task that is alive, found by the task's id. Ids are given out one after the other, so pages of
// neighbours keep what is used together together; a page lives as long as one of its tasks does.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace aiorun::observe {

template <class T>
class TaskTable {
  public:
    /// Of a task that is not in the table it is made first.
    [[nodiscard]] T& operator[](uint64_t task) {
        Page& page = page_of(task / page_size);
        size_t index = task % page_size;
        page.used.set(index);
        return page.items[index];
    }
    /// Null for a task that is not in the table.
    [[nodiscard]] T* find(uint64_t task) {
        auto found = pages_.find(task / page_size);
        return found == pages_.end() || !found->second->used.test(task % page_size)
                   ? nullptr : &found->second->items[task % page_size];
    }
    void erase(uint64_t task) {
        auto found = pages_.find(task / page_size);
        if (found == pages_.end()) {
            return;
        }
        Page& page = *found->second;
        page.used.reset(task % page_size);
        page.items[task % page_size] = T();
        if (page.used.none()) {
            if (last_ == &page) {
                last_ = nullptr;
            }
            pages_.erase(found);
        }
    }
    /// In no particular order.
    template <class Visit>
    void for_each(Visit visit) {
        for (auto& [number, page] : pages_) {
            for (size_t index = 0; index < page_size; ++index) {
                if (page->used.test(index)) {
                    visit(number * page_size + index, page->items[index]);
                }
            }
        }
    }
    [[nodiscard]] bool empty() const noexcept { return pages_.empty(); }

  private:
    static constexpr size_t page_size = 32;
    struct Page {
        std::array<T, page_size> items{};
        std::bitset<page_size> used;
    };

    Page& page_of(uint64_t number) {
        if (last_ != nullptr && last_number_ == number) {
            return *last_;
        }
        std::unique_ptr<Page>& page = pages_[number];
        if (!page) {
            page = std::make_unique<Page>();
        }
        last_ = page.get();
        last_number_ = number;
        return *last_;
    }

    std::unordered_map<uint64_t, std::unique_ptr<Page>> pages_;
    Page* last_ = nullptr;
    uint64_t last_number_ = 0;
};

}  // namespace aiorun::observe
