// OpenErrors: which tests failed with an error of which it is not known yet whether somebody handles it.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "value/error.hpp"

namespace aiorun::observe {

/// Whether `error` is `other`, or holds it: as one of a group, or as what was being handled when it was raised.
[[nodiscard]] bool holds_error(const value::Error& error, const value::Error& other);

class OpenErrors {
  public:
    /// Errors hold responses and other large things: only the latest ones are remembered; older ones stay what they are.
    static constexpr size_t most = 256;

    struct Entry {
        value::ErrorReference error;
        std::vector<size_t> tests;   ///< that ended with it
        bool is_optional = false;    ///< of a loser of a race: fails a test only if the race itself raises it
    };

    /// Test `index` ended with this error.
    void add(const value::ErrorReference& error, size_t index);
    /// Somebody handled it: gives the tests that ended with it, and forgets it.
    [[nodiscard]] std::vector<size_t> take(const value::Error& error);
    /// It left a branch of a race.
    void set_optional(const value::Error& error);
    /// It was raised by a step: with all that it holds it is optional no more.
    void set_raised(const value::Error& error);
    /// Whether a test ended with it, or tests with all errors of a group.
    [[nodiscard]] bool cover(const value::Error& error) const;
    [[nodiscard]] const std::deque<Entry>& entries() const noexcept { return entries_; }

  private:
    [[nodiscard]] Entry* find(const value::Error& error);
    std::deque<Entry> entries_;
    size_t optional_ = 0;
};

}  // namespace aiorun::observe
