#include "runtime/race.hpp"

namespace aiorun::runtime {

/// asyncio.wait over the branches that are alive.
class Race::RaceWait final : public Waiter {
  public:
    RaceWait(Task& task, Race& race) : Waiter(task), race_(race) {}
    [[nodiscard]] WaitSubject subject() const noexcept override { return {WaitKind::race, {}}; }
    [[nodiscard]] std::vector<const Task*> holders() const override { return to_holders(race_.alive_); }

  private:
    Race& race_;
};

Coro<Completion> Race::run(Task& task, std::unique_ptr<BranchSource> source, size_t limit, Until until) {
    if (source->count() == 0) {
        co_return value::value_error("a race needs at least one branch");
    }
    auto race = value::make_counted<Race>(task.loop(), std::move(source), limit, until);
    for (size_t i = 0; i < limit && i < race->children_.count(); ++i) {
        race->start_next();
    }
    Wakeup wakeup = Wakeup::normal;
    while (wakeup == Wakeup::normal && !race->winner_ && !race->alive_.empty()) {
        wakeup = co_await race->wait_for(task, For::first);
    }
    Wakeup stopped = co_await race->stop(task);
    if (wakeup == Wakeup::cancelled || stopped == Wakeup::cancelled) {
        co_return race->cut_off();
    }
    co_return race->conclude();
}

void Race::start_next() {
    if (Task* task = children_.start_next(*this)) {
        started_.emplace_back(task);
    }
}

bool Race::wins(const Task& task) const noexcept {
    return until_ == Until::completed || (!task.failed() && !task.cancelled());
}

void Race::child_done(Task& task) {
    ++noticed_;
    if (!stopped_ && !winner_) {
        start_next();
    }
    if (!winner_ && wins(task)) {
        winner_ = TaskReference(&task);
    } else if (!winner_ && !stopped_) {
        task.mark_retrieved();  // it was looked at, whatever becomes of the race
    }
    if (unwatched_ends_ > 0) {
        --unwatched_ends_;
    } else if (wait_ != nullptr && task.index() < watched_before_ && --waiting_for_ == 0) {
        wait_->wake();
    }
}

Coro<Wakeup> Race::wait_for(Task& task, For what) {
    watched_before_ = children_.started();
    unwatched_ends_ = ended_ - noticed_;
    waiting_for_ = what == For::first ? 1 : children_.started() - ended_;
    RaceWait wait(task, *this);
    wait_ = &wait;
    Wakeup wakeup = co_await wait;
    wait_ = nullptr;
    co_return wakeup;
}

/// The `finally` of the race: the others are cancelled, awaited, and their errors dropped.
Coro<Wakeup> Race::stop(Task& task) {
    stopped_ = true;
    cancel_all(alive_);
    if (!alive_.empty() && co_await wait_for(task, For::all) == Wakeup::cancelled) {
        co_return Wakeup::cancelled;
    }
    for (const TaskReference& each : started_) {
        each->mark_retrieved();
    }
    co_return Wakeup::normal;
}

/// The end of a race that was cancelled: not to be repeated when a branch was in the middle of what must not be.
Completion Race::cut_off() const {
    for (const TaskReference& task : started_) {
        if (task->cancelled() && !task->result().as_failure().repeatable) {
            return task->result();
        }
    }
    return Completion::cancelled();
}

Completion Race::conclude() {
    if (winner_) {
        return winner_->outcome();
    }
    std::vector<ErrorReference> errors;
    for (const TaskReference& task : started_) {
        if (!task->failed() && !task->cancelled()) {
            return task->outcome();  // it succeeded at the very end, and its end was not noticed yet
        }
        if (!task->failed()) {
            continue;
        }
        errors.emplace_back(&task->result().as_failure());
    }
    return errors.empty() ? Completion::cancelled()
                          : Completion::raised(value::make_group("every branch of the race failed", std::move(errors)));
}

}  // namespace aiorun::runtime
