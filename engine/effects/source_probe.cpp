#include "effects/source_probe.hpp"

namespace aiorun::effects {
namespace {

/// What is noted of one run: more than a simulation of sensible size asks.
constexpr uint64_t most_recorded = 2'000'000;

}  // namespace

SourceProbe::Asking& SourceProbe::asking(const runtime::Task& task) {
    auto [found, is_new] = tasks_.try_emplace(task.id());
    if (is_new) {
        found->second.name = task.name() + "#" + std::to_string(names_[task.name()]++);
    }
    return found->second;
}

uint64_t SourceProbe::observe(const runtime::Task& task, Source source, uint64_t bits) {
    auto index = static_cast<size_t>(source);
    used_.set(index);
    Asking& who = asking(task);
    uint32_t time = who.times[index]++;
    if (replayed_ != nullptr && which_.test(index)) {
        auto found = replayed_->find(who.name);
        return found != replayed_->end() && time < found->second[index].size() ? found->second[index][time] : bits;
    }
    if (recorded_ < most_recorded) {
        ++recorded_;
        record_[who.name][index].push_back(bits);
    }
    return bits;
}

}  // namespace aiorun::effects
