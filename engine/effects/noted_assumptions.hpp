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
    [[nodiscard]] uint32_t count_visit(const void* place) override;

  private:
    runtime::Loop& loop_;
    std::vector<Note> notes_;
    std::map<std::pair<uint32_t, std::string>, size_t> known_;     // line and text
    std::map<std::pair<uint64_t, const void*>, uint32_t> visits_;  // task and place
};

}  // namespace aiorun::effects
