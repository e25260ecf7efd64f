// asyncio.gather over branches: results in the order of the branches; the first error goes to who awaits, at once, and
// the other branches run on.
#pragma once

#include <memory>
#include <vector>

#include "runtime/child_tasks.hpp"

namespace aiorun::runtime {

enum class Failures : uint8_t { raised, returned };

class Gather final : public TaskOwner {
  public:
    struct Wanted {
        Failures failures = Failures::raised;
        Results results = Results::kept;
    };
    /// Gives a list of results; with Failures::returned an error stands in it as a failure. Null with Results::dropped.
    static Coro<Completion> run(Task& task, std::unique_ptr<BranchSource> source, size_t limit, Wanted wanted);

    Gather(Loop& loop, std::unique_ptr<BranchSource> source, size_t limit, Wanted wanted)
        : children_(loop, std::move(source), limit, alive_), wanted_(wanted), left_(children_.count()) {}

    void child_done(Task& task) override;
    [[nodiscard]] std::string_view kind() const noexcept override { return "gather"; }
    [[nodiscard]] size_t branch_count() const noexcept override { return children_.count(); }

  private:
    class GatherWait;
    void end(Completion completion);
    void keep(const Task& task);

    SiblingList alive_;
    ChildTasks children_;
    Wanted wanted_;
    size_t left_;
    std::vector<Value> results_;
    Completion outcome_;
    GatherWait* wait_ = nullptr;
    bool over_ = false;  // the outer future is done
    bool cancel_requested_ = false;
};

}  // namespace aiorun::runtime
