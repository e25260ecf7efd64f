// Summary: the numbers of a run: how many tasks, steps, transfers and processes, and how many at once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "runtime/observer.hpp"
#include "runtime/task.hpp"

namespace aiorun::observe {

struct Numbers {
    uint64_t tasks = 0;
    uint64_t steps = 0;  ///< that ran, those that hold others included
    uint64_t fetches = 0;
    uint64_t processes = 0;
    uint64_t lines = 0;  ///< printed
    std::map<std::string, uint64_t> hosts{};  ///< transfers by scheme, host and port
    uint64_t peak_tasks = 0;
    uint64_t peak_transfers = 0;  ///< that had a connection
    uint64_t peak_processes = 0;
};

class Summary final : public runtime::Observer {
  public:
    [[nodiscard]] const Numbers& numbers() const noexcept { return numbers_; }

    void task_created(const runtime::Task& task) override;
    void task_ended(const runtime::Task& task) override;
    void wait_began(const runtime::Task& task, const runtime::Wait& wait) override;
    void wait_ended(const runtime::Task& task) override;
    void step_ended(const runtime::Task& task, const runtime::StepInfo& step, const runtime::Completion& completion,
                    runtime::StepRun run) override;
    void operation_began(const runtime::Task& task, const runtime::Operation& operation) override;
    void operation_ended(const runtime::Task& task, const runtime::Operation& operation,
                         const runtime::OperationEnd& end) override;
    void line_written(const runtime::Task& task, runtime::LineKind kind, std::string_view line) override;

  private:
    Numbers numbers_;
    uint64_t tasks_ = 0;
    uint64_t processes_ = 0;
    uint64_t transfers_ = 0;
    uint64_t without_connection_ = 0;
};

}  // namespace aiorun::observe
