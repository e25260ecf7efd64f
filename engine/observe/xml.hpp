// Text inside of XML 1.0: what would be markup is escaped, what the standard does not allow is replaced.
#pragma once

#include <string>
#include <string_view>

namespace aiorun::observe {

/// For between tags. Characters that XML 1.0 does not allow (section 2.2), and what is not UTF-8, become U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);
/// For between double quotes; line breaks and tabs survive the normalisation of attributes (section 3.3.3).
[[nodiscard]] std::string xml_attribute(std::string_view text);

}  // namespace aiorun::observe
