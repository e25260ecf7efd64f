// The outside of a dry-run: no request leaves, no process starts, no file is written. Answers come from mocks, else from
// stand-ins (value::StandIn), after a latency on the virtual clock; limits of connections hold as in a real run.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "effects/effects.hpp"
#include "effects/feasibility.hpp"
#include "effects/mocks.hpp"
#include "effects/source_probe.hpp"
#include "http/admission.hpp"
#include "http/client.hpp"
#include "value/stand_in.hpp"

namespace aiorun::effects {

/// What an exploration changes of a simulation. The calm one changes nothing.
class Weather {
  public:
    virtual ~Weather() = default;
    /// How long an answer takes; nothing when it is there at once, without a turn of the loop.
    [[nodiscard]] virtual std::optional<runtime::Duration> latency(runtime::Duration usual) { return usual; }
    /// A failure in place of an answer: of a transfer a broken connection or a status, of a process an exit code.
    struct Accident {
        int status = 0;  ///< 0: the connection breaks
        bool is_late = false;  ///< the answer comes after the request's own timeout
    };
    [[nodiscard]] virtual std::optional<Accident> accident(Question::Kind, bool /*has_timeout*/) { return std::nullopt; }
};

class SimulatedEffects final : public Effects {
  public:
    /// How long a stand-in takes to answer, and a mock that does not say.
    static constexpr runtime::Duration usual_latency = std::chrono::milliseconds(100);
    /// 2026-01-01T00:00:00Z: when simulations begin, so that each is the same.
    static constexpr double start_time = 1'767'225'600;

    /// What would be done, and how it is answered.
    struct Intent {
        std::string what;    ///< "GET http://127.0.0.1:8080/x?page=1, expects a status below 400"
        std::string answer;  ///< "a stand-in answers 200 after 100ms", "mocks.yaml:3 answers 503 after 100ms"
    };
    /// The task of the workflow in whose body a step stands.
    using BodyOf = std::function<BodyNames(const runtime::StepInfo&)>;
    using Told = std::function<void(const runtime::Task&, const Intent&)>;

    struct Setup {
        runtime::Loop& loop;
        Effects& real;  ///< for the environment
        Mocks& mocks;
        const http::ClientOptions& limits;
        value::Reference<value::Assumptions> assumptions;
        Weather& weather;
        SourceProbe* sources;  ///< null: nobody asks what depends on them
        BodyOf body_of;
        Told told;
    };
    explicit SimulatedEffects(Setup setup);

    [[nodiscard]] runtime::Coro<http::Result<http::Response>> fetch(const http::Request& request) override;
    [[nodiscard]] runtime::Coro<http::Result<std::unique_ptr<Stream>>> open(http::Request request) override;
    [[nodiscard]] runtime::Coro<process::Outcome> run(runtime::Task& task, process::Command command) override;

    [[nodiscard]] bool is_simulated() const noexcept override { return true; }
    [[nodiscard]] double now() override;
    [[nodiscard]] std::optional<std::string> env(std::string_view name) override { return setup_.real.env(name); }
    [[nodiscard]] uint64_t seed() override { return 0; }
    using Effects::observe;
    [[nodiscard]] uint64_t observe(Source source, uint64_t bits) override;

  private:
    class Wait;
    class SimulatedStream;
    struct Exchange;

    void tell(const Intent& intent) const;
    void note_obstacle(process::Command command) const;
    [[nodiscard]] std::optional<http::Failure> prepare(http::Request& request, Exchange& exchange);
    [[nodiscard]] std::optional<http::Failure> check(http::Request& request) const;
    [[nodiscard]] std::optional<http::Failure> choose_answer(const runtime::Task& task, const http::Request& request,
                                                             Exchange& exchange);
    [[nodiscard]] runtime::Coro<std::optional<http::Failure>> transfer(const http::Request* request, Exchange* exchange);
    [[nodiscard]] runtime::Duration time_told(runtime::Duration took);
    [[nodiscard]] runtime::Coro<std::optional<http::Failure>> ask(http::Request* request, Exchange* exchange);
    [[nodiscard]] http::Response response(const http::Request& request, const Exchange& exchange);

    Setup setup_;
    http::Admission admission_;
    Feasibility feasibility_;
};

}  // namespace aiorun::effects
