// The file of `--mocks`: rules that say which transfers and processes of a simulation are answered how (docs/dry-run.md).
#pragma once

#include <memory>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/source.hpp"
#include "effects/mocks.hpp"

namespace aiorun::workflow {

/// The rules of a YAML or JSON text. What is wrong with it goes to `diagnostics`.
[[nodiscard]] std::vector<effects::MockRule> read_mocks(std::shared_ptr<const document::Source> source,
                                                        document::Diagnostics& diagnostics);

}  // namespace aiorun::workflow
