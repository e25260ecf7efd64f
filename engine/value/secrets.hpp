// Secrets: texts that must not be shown, in all the forms in which they turn up.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "value/value.hpp"

namespace aiorun::value {

class Secrets {
  public:
    /// A secret text, or the scalars in a list or map. With it go its base64 forms (also inside of a longer base64, as in
    /// Basic credentials), its URL-encoded and JSON-escaped forms, what is left of it once control characters are escaped,
    /// and each line of one that has several.
    void add(const Value& value);

    /// What authenticates a request: hidden in logs, errors and reports, though a workflow may print it. Texts too short
    /// to be told from others are not, and only so many are remembered.
    void add_credential(std::string_view text);

    /// The text with `***` for every secret in it.
    [[nodiscard]] std::string mask(std::string text) const { return mask(std::move(text), needles_.size()); }
    /// The same for what the workflow itself writes to standard output: credentials are left.
    [[nodiscard]] std::string mask_printed(std::string text) const { return mask(std::move(text), printed_); }
    [[nodiscard]] bool empty() const noexcept { return needles_.empty(); }

  private:
    [[nodiscard]] std::string mask(std::string text, size_t count) const;
    void add_text(std::string_view text);
    void add_forms(std::string_view text);
    void add_shown(std::string_view text);
    /// What stands around a base64 form holds bits of it too.
    enum class Edges : uint8_t { sharp, base64 };
    struct Needle {
        std::string text;
        Edges edges;
    };
    void add_needle(std::string text, Edges edges = Edges::sharp);

    std::vector<Needle> needles_;
    size_t printed_ = 0;  // those before are of secrets, those behind of credentials
    std::unordered_set<std::string> credentials_;
};

}  // namespace aiorun::value
