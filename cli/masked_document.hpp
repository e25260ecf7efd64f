// A JSON document that stays one when secrets are masked in it: only inside of its texts, and a value of the workflow that is no
// text becomes one.
#pragma once

#include <string>

#include "value/secrets.hpp"
#include "value/value.hpp"

namespace aiorun::cli {

/// As it is written, with a line feed. What stands under `result` is the workflow's: its numbers and truths may be secret too.
/// Words of the format itself (`kind`, `ending`) and numbers of the simulation are left.
[[nodiscard]] std::string to_masked_document(const value::Value& document, const value::Secrets& secrets);

}  // namespace aiorun::cli
