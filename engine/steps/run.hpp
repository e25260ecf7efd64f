// Run: what all tasks of one run share.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "effects/effects.hpp"
#include "runtime/loop.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

using value::Value;

enum class LogLevel : uint8_t { debug, info, warning, error };

/// Where a run's words go. Implemented by the command line.
class Output {
  public:
    virtual ~Output() = default;
    /// One line on standard output. False when it cannot be written; problem() then says why.
    [[nodiscard]] virtual bool print(std::string_view line) = 0;
    /// Lines may be kept back until the run waits. False when they cannot be written.
    [[nodiscard]] virtual bool flush() = 0;
    [[nodiscard]] virtual std::string problem() const = 0;
    virtual void log(LogLevel level, std::string_view message, const Value& fields, const runtime::Task& task) = 0;
};

/// Asks whether the run was told to stop, for loops that never wait. Cheap enough for every turn of a loop.
class Interrupts {
  public:
    virtual ~Interrupts() = default;
    /// True once for each request to stop that has come.
    [[nodiscard]] virtual bool take() = 0;
};

class Run {
  public:
    struct Services {
        runtime::Loop& loop;
        effects::Effects& effects;
        Output& output;
        Interrupts& interrupts;
    };
    Run(Services services, uint64_t seed) : services_(services), random_(seed) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    [[nodiscard]] runtime::Loop& loop() const noexcept { return services_.loop; }
    [[nodiscard]] effects::Effects& effects() const noexcept { return services_.effects; }
    [[nodiscard]] Output& output() const noexcept { return services_.output; }

    /// Variables, params and shared objects of all files.
    [[nodiscard]] const Value* globals() const noexcept { return globals_.data(); }
    [[nodiscard]] const Value& global(uint32_t index) const noexcept { return globals_[index]; }
    void set_global(uint32_t index, Value value) { globals_[index] = std::move(value); }
    void set_globals(std::vector<Value> globals) { globals_ = std::move(globals); }
    /// The shared object at `index`, which the checker has seen to be a T.
    template <class T>
    [[nodiscard]] T& shared(uint32_t index) const noexcept {
        return static_cast<T&>(globals_[index].as_opaque());
    }

    /// Seconds since the start of the run, on its clock.
    [[nodiscard]] double elapsed() const {
        return effects().observe(effects::Source::elapsed, std::chrono::duration<double>(loop().now()).count());
    }
    // From the run's seed; random() and jitter() from 0 up to 1.
    [[nodiscard]] double random() { return effects().observe(effects::Source::random, draw()); }
    [[nodiscard]] double jitter() { return effects().observe(effects::Source::jitter, draw()); }
    [[nodiscard]] uint64_t random_bits() {
        return effects().observe(effects::Source::uuid, uint64_t{random_()});
    }

    /// To be asked in each turn of a loop that may never wait: whether it has to end as if it was cancelled.
    [[nodiscard]] bool interrupted() { return services_.interrupts.take(); }

  private:
    [[nodiscard]] double draw() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }

    Services services_;
    std::vector<Value> globals_;
    std::mt19937_64 random_;
};

}  // namespace aiorun::steps
