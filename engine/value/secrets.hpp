// Secrets: texts that must not be shown, in all the forms in which they turn up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace aiorun::value {

class Secrets {
  public:
    /// A secret text, or the scalars in a list or map. With it go its base64 forms (also inside of a longer base64, as in
    /// Basic credentials), its URL-encoded and JSON-escaped forms, and each line of one that has several.
    void add(const Value& value);

    /// The text with `***` for every secret in it.
    [[nodiscard]] std::string mask(std::string text) const;
    [[nodiscard]] bool empty() const noexcept { return needles_.empty(); }

  private:
    void add_text(std::string_view text);
    void add_forms(std::string_view text);
    /// What stands around a base64 form holds bits of it too.
    enum class Edges : uint8_t { sharp, base64 };
    struct Needle {
        std::string text;
        Edges edges;
    };
    void add_needle(std::string text, Edges edges = Edges::sharp);

    std::vector<Needle> needles_;
};

}  // namespace aiorun::value
