// What an expression sees of the world: names when it is compiled, their values when it runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/source.hpp"
#include "value/value.hpp"

namespace aiorun::expression {

/// Where the value of a name lies. A local slot may be unbound when it is read; Host::unbound decides then.
struct NameReference {
    enum class Space : uint8_t { local, global } space = Space::local;
    uint32_t index = 0;
};

/// What the checker knows of a name before the run.
enum class NameKind : uint8_t { value, lock, semaphore, event, condition, queue, barrier, rate_limit };

struct ResolvedName {
    NameReference reference;
    NameKind kind = NameKind::value;
};

/// Resolves names while an expression is compiled. A resolver that does not know the name yet (it may be
/// bound further down) gives a local slot and reports it by itself later; one that knows it is wrong gives
/// nothing.
class NameResolver {
  public:
    virtual ~NameResolver() = default;
    /// `span` is where the name stands: in the file for templates and conditions, in the text for
    /// Program::compile.
    [[nodiscard]] virtual std::optional<ResolvedName> resolve(std::string_view name, document::Span span) = 0;
    /// Whether the workflow binds the name for certain; only then it hides the type of that name (`list`,
    /// `string`).
    [[nodiscard]] virtual bool binds(std::string_view) const { return false; }
    /// The names that could have been meant by an unknown one.
    [[nodiscard]] virtual std::vector<std::string_view> candidates() const { return {}; }
};

/// What functions ask of the run. Everything here comes through the run's door to the outside, so a run can
/// be replayed.
class Host {
  public:
    virtual ~Host() = default;
    /// The value of a local name that is unbound: a fallback, or a failure that says who would have bound it.
    [[nodiscard]] virtual value::Value unbound(uint32_t slot) = 0;
    [[nodiscard]] virtual double elapsed() = 0;        ///< seconds since the start, on the run's clock
    [[nodiscard]] virtual double now() = 0;            ///< Unix seconds
    [[nodiscard]] virtual double random() = 0;         ///< uniform in [0, 1), seeded
    [[nodiscard]] virtual uint64_t random_bits() = 0;  ///< 64 uniform bits, seeded
    [[nodiscard]] virtual std::optional<std::string> env(std::string_view name) = 0;
};

/// The values of one evaluation; all borrowed.
struct Environment {
    const value::Value* locals = nullptr;
    const value::Value* globals = nullptr;
    Host* host = nullptr;
};

}  // namespace aiorun::expression
