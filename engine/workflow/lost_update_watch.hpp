// LostUpdateWatch: sees in a simulated run that a task sets a variable from what it read before another task changed it.
// It stands before the run's effects, where `assign` finds it.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "effects/effects.hpp"
#include "steps/variable_watch.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {

struct LostUpdate {
    std::string variable;
    value::Place place;        ///< of the step that overwrites
    std::string task;          ///< that overwrites
    std::string other;         ///< whose change is lost
    value::Place other_place;
};

class LostUpdateWatch final : public effects::Effects, public steps::VariableWatch {
  public:
    /// Borrows both.
    LostUpdateWatch(const Workflow& workflow, effects::Effects& inner) : workflow_(workflow), inner_(inner) {}

    /// The first one of each variable and place, in the order in which they were seen.
    [[nodiscard]] const std::vector<LostUpdate>& found() const noexcept { return found_; }

    void assigned(const steps::Frame& frame, expression::NameReference target,
                  const std::vector<expression::NameReference>& reads) override;

    void passed(const steps::Frame& frame, const steps::Scope& callee, uint32_t slot,
                const std::vector<expression::NameReference>& reads) override;
    void returned(const steps::Frame& frame, const std::vector<expression::NameReference>& reads) override;
    void called(const steps::Frame& frame, std::string_view name, CallEnd end) override;
    void bound(const steps::Frame& frame, std::string_view action, uint32_t slot) override;

    [[nodiscard]] runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) override {
        return inner_.fetch(request);
    }
    [[nodiscard]] runtime::Coro<http::Result<std::unique_ptr<effects::Stream>>> open(http::Request request) override {
        return inner_.open(std::move(request));
    }
    [[nodiscard]] runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override {
        return inner_.run(task, std::move(command));
    }
    [[nodiscard]] bool is_simulated() const noexcept override { return inner_.is_simulated(); }
    [[nodiscard]] double now() override { return inner_.now(); }
    [[nodiscard]] std::optional<std::string> env(std::string_view name) override { return inner_.env(name); }
    [[nodiscard]] uint64_t seed() override { return inner_.seed(); }
    using Effects::observe;
    [[nodiscard]] uint64_t observe(effects::Source source, uint64_t bits) override { return inner_.observe(source, bits); }

  private:
    /// Which version of a variable a value is made of.
    using Sources = std::map<uint32_t, uint64_t>;
    /// A local name of one task: the task, the scope that it belongs to, its slot.
    using Local = std::tuple<uint64_t, const steps::Scope*, uint32_t>;
    struct Variable {
        uint64_t version = 0;
        uint64_t writer = 0;  ///< the task
        std::string writer_name;
        value::Place place;
    };

    [[nodiscard]] Sources sources_of(const steps::Frame& frame, const std::vector<expression::NameReference>& reads);
    void set_local(const Local& local, Sources sources);
    void check(uint32_t index, const Variable& variable, const Sources& sources, const runtime::Task& task);
    [[nodiscard]] std::string name_of(uint32_t index) const;

    const Workflow& workflow_;
    effects::Effects& inner_;
    std::map<uint32_t, Variable> variables_;
    std::map<Local, Sources> locals_;
    /// What a task returned last is made of, and what the call was named that ended with it.
    struct Returned {
        Sources sources;
        std::string_view call{};
    };
    std::map<uint64_t, Returned> returned_;  // by task
    std::vector<LostUpdate> found_;
};

}  // namespace aiorun::workflow
