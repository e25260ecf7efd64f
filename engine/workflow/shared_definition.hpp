// What stands under `shared:`: one object of each for the run.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/queue.hpp"
#include "steps/frame.hpp"
#include "steps/key.hpp"
#include "steps/operand.hpp"

namespace aiorun::workflow {

struct SharedDefinition {
    std::string name;
    std::string word;  ///< "lock", "bounded_semaphore", …
    document::Span span;
    uint32_t global = 0;
    expression::NameKind kind = expression::NameKind::lock;
    /// The places of a semaphore, the size of a queue, the parties of a barrier, the burst of a rate limit.
    steps::Operand<int64_t> number{0};
    /// Of a rate limit: the time between two places.
    steps::Operand<std::string> rate;
    /// Of a condition: the lock it shares.
    std::optional<uint32_t> lock;
};

/// The kind that a definition has, without reading more of it: nothing when it has none (which is reported).
[[nodiscard]] std::optional<expression::NameKind> read_shared_kind(const document::Node& node,
                                                                   const steps::Context& context);

/// The whole definition; names of other shared objects are known by then.
[[nodiscard]] SharedDefinition read_shared_definition(const document::Node& key, const document::Node& node,
                                                      const steps::Context& context);

/// Makes the object for a run. `globals` holds the locks that conditions share.
[[nodiscard]] steps::Evaluated<value::Value> make_shared(const SharedDefinition& definition, steps::Frame& frame);

/// The words for kinds of shared objects.
[[nodiscard]] std::span<const std::string_view> shared_words();
/// What stands behind one of those words.
struct SharedForm {
    bool takes_number = false;
    bool needs_value = false;
    std::span<const steps::Key> keys{};
};
[[nodiscard]] SharedForm shared_form(std::string_view word);

}  // namespace aiorun::workflow
