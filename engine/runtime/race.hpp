// race: the first branch whose end is noticed (or that succeeds) wins; the others are cancelled and awaited.
#pragma once

#include <memory>
#include <vector>

#include "runtime/child_tasks.hpp"

namespace aiorun::runtime {

enum class Until : uint8_t { completed, success };

class Race final : public TaskOwner {
  public:
    /// Gives the winner's value or error; an ExceptionGroup when all failed under Until::success.
    static Coro<Completion> run(Task& task, std::unique_ptr<BranchSource> source, size_t limit, Until until);

    Race(Loop& loop, std::unique_ptr<BranchSource> source, size_t limit, Until until)
        : children_(loop, std::move(source), limit, alive_), until_(until) {}

    void child_done(Task& task) override;
    void child_ending(Task&) override { ++ended_; }
    [[nodiscard]] std::string_view kind() const noexcept override { return "race"; }
    [[nodiscard]] size_t branch_count() const noexcept override { return children_.count(); }

  private:
    class RaceWait;
    enum class For : uint8_t { first, all };

    Coro<Wakeup> wait_for(Task& task, For what);
    Coro<Wakeup> stop(Task& task);
    [[nodiscard]] Completion conclude();
    [[nodiscard]] Completion cut_off() const;
    void start_next();
    [[nodiscard]] bool wins(const Task& task) const noexcept;

    SiblingList alive_;
    ChildTasks children_;
    Until until_;
    std::vector<TaskReference> started_;
    TaskReference winner_;
    bool stopped_ = false;
    size_t ended_ = 0;    // branches whose last step is over …
    size_t noticed_ = 0;  // … and those of them that we were told of, a turn later

    // The asyncio.wait at hand.
    RaceWait* wait_ = nullptr;
    size_t watched_before_ = 0;  // it watches the branches that were started before it,
    size_t unwatched_ends_ = 0;  // but not those that had ended then and were not noticed yet
    size_t waiting_for_ = 0;     // ends until it is over
};

}  // namespace aiorun::runtime
