// SourceProbe: notes what a simulated run's own clocks and dice said to each task, and can have them say again what they said
// to the same task of another run. Where two runs come out alike then, nothing else made them differ.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "effects/source.hpp"
#include "runtime/task.hpp"

namespace aiorun::effects {

using SourceSet = std::bitset<every_source.size()>;

/// By task (its name, and the how manyth of that name it was to ask), then by source, in order. As bits: uuid() has all 64.
using SourceRecord = std::unordered_map<std::string, std::array<std::vector<uint64_t>, every_source.size()>>;

class SourceProbe {
  public:
    SourceProbe() = default;
    /// Those of `which` say what they said in `record` as long as that lasts. Borrows it.
    SourceProbe(const SourceRecord& record, SourceSet which) : replayed_(&record), which_(which) {}

    /// What `task` is told where `source` says `bits`.
    [[nodiscard]] uint64_t observe(const runtime::Task& task, Source source, uint64_t bits);
    /// Those that were asked.
    [[nodiscard]] const SourceSet& used() const noexcept { return used_; }
    [[nodiscard]] const SourceRecord& record() const noexcept { return record_; }

  private:
    struct Asking {
        std::string name;
        std::array<uint32_t, every_source.size()> times{};
    };
    [[nodiscard]] Asking& asking(const runtime::Task& task);

    const SourceRecord* replayed_ = nullptr;
    SourceSet which_;
    SourceSet used_;
    SourceRecord record_;
    uint64_t recorded_ = 0;
    std::unordered_map<uint64_t, Asking> tasks_;
    std::unordered_map<std::string, uint32_t> names_;
};

}  // namespace aiorun::effects
