// Optional: a value that may be absent (`page.?next`), as CEL's optional types have it.
#pragma once

#include "value/value.hpp"

namespace aiorun::expression {

class Optional final : public value::Opaque {
  public:
    Optional() = default;
    explicit Optional(value::Value content) : content_(std::move(content)), has_value_(true) {}

    // An array, not a literal: its address tells an optional from all else, in every translation unit.
    static constexpr char name_text[] = "optional_type";
    static constexpr std::string_view name{name_text};
    [[nodiscard]] std::string_view type_name() const override { return name; }
    [[nodiscard]] std::optional<value::Value> field(std::string_view) const override { return std::nullopt; }
    [[nodiscard]] std::span<const std::string_view> field_names() const override { return {}; }

    [[nodiscard]] bool has_value() const noexcept { return has_value_; }
    /// Null when there is none.
    [[nodiscard]] const value::Value& content() const noexcept { return content_; }

  private:
    value::Value content_;
    bool has_value_ = false;
};

/// The optional that a value is, or null.
[[nodiscard]] inline const Optional* as_optional(const value::Value& value) noexcept {
    if (!value.is_opaque() || value.as_opaque().type_name().data() != Optional::name.data()) {
        return nullptr;
    }
    return static_cast<const Optional*>(&value.as_opaque());
}
[[nodiscard]] inline value::Value make_optional(value::Value content) {
    return value::Value(value::Reference<value::Opaque>(new Optional(std::move(content))));
}
[[nodiscard]] inline value::Value make_none() {
    return value::Value(value::Reference<value::Opaque>(new Optional()));
}

}  // namespace aiorun::expression
