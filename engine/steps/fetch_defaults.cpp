#include "steps/fetch_defaults.hpp"

namespace aiorun::steps {

struct FetchOptions {};

FetchDefaults::FetchDefaults() = default;
FetchDefaults::FetchDefaults(FetchDefaults&&) noexcept = default;
FetchDefaults& FetchDefaults::operator=(FetchDefaults&&) noexcept = default;
FetchDefaults::~FetchDefaults() = default;

FetchDefaults FetchDefaults::read(const document::Node&, const Context&) { return {}; }

}  // namespace aiorun::steps
