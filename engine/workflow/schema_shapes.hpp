// Schemas of what stands behind keys.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "steps/key.hpp"
#include "value/value.hpp"

namespace aiorun::workflow::schema {

using value::Value;

/// A map in the order in which it is written.
[[nodiscard]] Value object(std::initializer_list<std::pair<std::string_view, Value>> entries);
[[nodiscard]] Value list(std::initializer_list<Value> items);
[[nodiscard]] Value names_of(std::span<const steps::Key> keys);
/// `{ $ref: #/$defs/NAME }`
[[nodiscard]] Value reference(std::string_view name);
[[nodiscard]] Value any_of(std::initializer_list<Value> alternatives);

/// The definitions that the schemas of shapes refer to; steps and what holds them are not among them.
void add_shapes(value::MapBuilder& definitions);

/// Whether an expression may stand where a value is expected.
enum class Expressions : uint8_t { allowed, refused };
[[nodiscard]] Value of_shape(steps::Shape shape);
/// The schema of a key's value, with its doc and its default.
[[nodiscard]] Value of_key(const steps::Key& key, Expressions expressions);
/// A map that takes these keys and no others.
[[nodiscard]] Value of_keys(std::span<const steps::Key> keys, Expressions expressions);

}  // namespace aiorun::workflow::schema
