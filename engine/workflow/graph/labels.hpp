// What a graph says of parts of a workflow, in the words of its file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

/// Finds steps as they are written, by their places. Steps that merge keys from elsewhere (`<<`) may share a place: then by
/// their names and conditions, and else in the order of the file.
class StepNodes {
  public:
    /// `root` is the whole file.
    explicit StepNodes(const document::Node& root);
    [[nodiscard]] std::optional<document::Node> take(const steps::Step& step);

  private:
    struct Written {
        document::Node node;
        bool is_taken = false;
    };
    struct Place {
        std::vector<Written> all;
        size_t first_free = 0;
    };
    void collect(const document::Node& node);
    std::unordered_map<uint64_t, Place> by_place_;
};

}  // namespace aiorun::workflow::graph
