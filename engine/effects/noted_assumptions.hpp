// What a simulation took for granted, with the step at which it did.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/loop.hpp"
#include "value/error.hpp"
#include "value/stand_in.hpp"

namespace aiorun::effects {

class NotedAssumptions final : public value::Assumptions {
  public:
    explicit NotedAssumptions(runtime::Loop& loop) : loop_(loop) {}

    struct Note {
        value::Place place;
        std::string text;
        uint64_t times = 1;
    };
    /// In the order in which they came up; the same one of the same line once.
    [[nodiscard]] const std::vector<Note>& notes() const noexcept { return notes_; }

    void assume(std::string text) override;
    [[nodiscard]] uint32_t count_visit(const void* place, uint64_t question) override;
    /// Whether something was chosen by how many different questions a task had come to a place with: in another schedule tasks
    /// may come with others.
    [[nodiscard]] bool chose_by_order() const noexcept { return chose_by_order_; }

  private:
    runtime::Loop& loop_;
    std::vector<Note> notes_;
    std::map<std::pair<uint32_t, std::string>, size_t> known_;     // line and text
    struct Visits {
        uint32_t all = 0;
        std::map<uint64_t, uint32_t> by_question{};
    };
    std::map<std::pair<uint64_t, const void*>, Visits> visits_;  // task and place
    size_t visit_count_ = 0;
    bool chose_by_order_ = false;
};

}  // namespace aiorun::effects
