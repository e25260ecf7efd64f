// Exploration: what many simulated runs of one workflow, each with other latencies, orders and failures, came to.
#pragma once

#include <string>
#include <vector>

#include "value/value.hpp"

namespace aiorun::observe {

struct Finding {
    enum class Kind : uint8_t { deadlock, error, difference, endless, lost_update };

    Kind kind = Kind::error;
    uint64_t seed = 0;        ///< of the first run that shows it
    uint64_t runs = 1;        ///< that show it
    bool is_plain = false;    ///< the plain run shows it already: no seed is needed
    std::string text{};       ///< what it is, on one line
    std::string likeness{};   ///< what findings have in common that count as one; empty: the text
    std::string details{};    ///< who waits for whom: several lines, or empty
    std::string command{};    ///< shows it again
};
[[nodiscard]] std::string_view to_word(Finding::Kind kind) noexcept;

struct Exploration {
    std::string workflow;
    uint64_t first_seed = 0;
    uint64_t runs = 0;
    uint64_t with_failures = 0;  ///< runs in which operations were made to fail
    uint64_t agreed = 0;
    /// Parts of the outcome that differ only because the run's own clocks or dice say something else.
    struct Explained {
        std::string part;
        std::vector<std::string> sources;  ///< `elapsed()`
    };
    std::vector<Explained> explained{};
    int exit_status = 0;
    std::vector<Finding> findings{};
};

[[nodiscard]] std::string to_text(const Exploration& exploration);
[[nodiscard]] value::Value to_json_value(const Exploration& exploration);

}  // namespace aiorun::observe
