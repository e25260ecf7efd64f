// ProgressDisplay: shows how far a run is while it runs, on standard error: as a block on a terminal, else as a line now
// and then. It is woken by a timer of the system, not by one of the run: it neither keeps a deadlocked run alive nor
// changes a schedule, and it begins to look only when a run has lasted some time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "cli/live_block.hpp"
#include "cli/observation.hpp"
#include "cli/progress_schedule.hpp"
#include "observe/progress.hpp"
#include "observe/progress_text.hpp"
#include "runtime/descriptor.hpp"

namespace aiorun::cli {

class ProgressDisplay final : private runtime::IoHandler {
  public:
    /// Null when nothing is to be shown.
    [[nodiscard]] static std::unique_ptr<ProgressDisplay> open(const Observation::Subject& subject);
    ~ProgressDisplay();
    ProgressDisplay(const ProgressDisplay&) = delete;
    ProgressDisplay& operator=(const ProgressDisplay&) = delete;

    /// The run is over. Tells the totals where lines were asked for.
    void stop();

  private:
    explicit ProgressDisplay(const Observation::Subject& subject);
    void start_timer(std::chrono::milliseconds first, std::chrono::milliseconds interval);
    void on_io(uint32_t events) override;
    void begin_to_look();
    void show_block();
    void write_line(const observe::ProgressSnapshot& shot);
    [[nodiscard]] observe::TransferCounts transfers() const;

    runtime::Loop& loop_;
    const http::Client& client_;
    LogFormat log_format_;
    observe::Mask mask_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::unique_ptr<LiveBlock> block_;          // one of the two
    std::optional<ProgressSchedule> schedule_;  // the other
    runtime::Descriptor timer_;
    std::optional<observe::Progress> progress_;
    observe::FanOut observers_;  // who looked before, and progress
};

}  // namespace aiorun::cli
