// Path: the chain of waits that led to a moment of a run. Time passes only in waits; each has a cause, and the causes
// of the last one, back to the start, are what determines how long the run takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/observer.hpp"
#include "runtime/task.hpp"
#include "value/reference.hpp"

namespace aiorun::observe {

/// One wait of a chain; several of one step in a row are one link.
struct PathLink {
    std::string task;
    const runtime::StepInfo* step = nullptr;
    runtime::WaitKind kind = runtime::WaitKind::other;
    std::string subject{};      ///< of the wait: a lock's name, an origin
    bool is_handed_over = false;  ///< it ended by what the task of the link before did
    runtime::Time begin{0};
    runtime::Time end{0};
    uint64_t count = 1;
};

/// A chain shares its beginning with those that branched off.
class Path final : public value::Counted {
  public:
    Path(value::Reference<Path> before, PathLink link);
    ~Path() override;

    /// The chain with one more link. What is long forgotten is dropped: see is_cut().
    [[nodiscard]] static value::Reference<Path> extend(value::Reference<Path> path, PathLink link);
    /// In order of time.
    [[nodiscard]] static std::vector<PathLink> links(const value::Reference<Path>& path);
    [[nodiscard]] static bool is_cut(const value::Reference<Path>& path);

  private:
    value::Reference<Path> before_;
    PathLink link_;
    uint32_t length_ = 1;
    bool is_cut_ = false;
};

}  // namespace aiorun::observe
