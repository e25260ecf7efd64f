// What a graph says of parts of a workflow, in the words of its file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "document/tree.hpp"
#include "steps/step.hpp"

namespace aiorun::workflow::graph {

/// A value on one line, as one could have written it, and cut where it becomes long.
[[nodiscard]] std::string shown(const document::Node& node);
[[nodiscard]] std::string shown(std::string_view text);

/// `page in ${{ pages }}`, of a map with `for` and `in`.
[[nodiscard]] std::string loop_label(const document::Node& map);

/// What the action of a step works on: the URL of a fetch, the duration of a sleep, …
[[nodiscard]] std::string action_detail(const document::Node& step, std::string_view action);

/// Finds the step that stands at a place, as it is written.
class StepNodes {
  public:
    explicit StepNodes(const document::Node& root) { collect(root); }
    [[nodiscard]] std::optional<document::Node> find(const runtime::StepInfo& info) const;

  private:
    void collect(const document::Node& node);
    std::unordered_map<uint64_t, document::Node> by_place_;
};

}  // namespace aiorun::workflow::graph
