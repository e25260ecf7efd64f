// Reading a map by a table of keys: unknown keys are reported with "did you mean", required ones must be there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "document/tree.hpp"
#include "steps/context.hpp"
#include "steps/key.hpp"

namespace aiorun::steps {

class Options {
  public:
    /// `what` is what messages call the map: "sleep", "retry".
    Options(document::Node map, std::span<const Key> keys, std::string_view what, const Context& context);

    [[nodiscard]] std::optional<document::Node> find(std::string_view key) const { return map_.find(key); }
    [[nodiscard]] const document::Node& node() const noexcept { return map_; }

  private:
    document::Node map_;
};

/// One of a few words, or the index of the first one when it is none of them (which is reported).
[[nodiscard]] size_t read_choice(const document::Node& node, std::span<const std::string_view> choices,
                                 std::string_view what, const Context& context);

/// Whether `node` can be a text: a scalar, with or without expressions; reports what is none.
bool check_text(const document::Node& node, std::string_view what, const Context& context);

/// Whether `node` is an identifier that `key` may bind; reports when it is not: what is none, and names of variables, which
/// only `assign` may set.
[[nodiscard]] bool check_binding(const document::Node& node, std::string_view key, const Context& context);

/// The slot of an identifier that the step binds.
[[nodiscard]] std::optional<uint32_t> read_binding(const document::Node& node, std::string_view key,
                                                   const Context& context);

/// The index among the globals of the shared object that `node` names; reports what is none, or of another kind.
[[nodiscard]] std::optional<uint32_t> read_shared(const document::Node& node,
                                                  std::span<const expression::NameKind> kinds,
                                                  const Context& context);

/// `a, b or c`
[[nodiscard]] std::string list_words(std::span<const std::string_view> words);

}  // namespace aiorun::steps
