// Decoder: undoes Content-Encoding gzip and deflate. Ours instead of libcurl's, because libcurl takes a body
// that breaks off in the middle for a whole one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiorun::http {

/// Where decoded bytes go; false stops.
class ByteSink {
  public:
    [[nodiscard]] virtual bool write(std::string_view bytes) = 0;
    /// Whether it takes no more for now.
    [[nodiscard]] virtual bool is_full() const { return false; }

  protected:
    ~ByteSink() = default;
};

/// `full`: what the sink did not take yet is kept for go_on().
enum class Decoding : uint8_t { ok, full, stopped, corrupt };

class Decoder {
  public:
    /// Nothing for a coding that is not known or too many of them; without codings an empty decoder.
    [[nodiscard]] static std::optional<Decoder> create(std::string_view content_encoding);
    Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;
    ~Decoder();

    /// Whether there is anything to decode.
    [[nodiscard]] bool active() const noexcept { return !stages_.empty(); }
    [[nodiscard]] Decoding decode(std::string_view bytes, ByteSink& sink);
    /// Decodes what is kept.
    [[nodiscard]] Decoding go_on(ByteSink& sink);
    [[nodiscard]] bool has_rest() const noexcept;
    /// False when the body broke off. A body of no bytes at all is whole.
    [[nodiscard]] bool is_complete() const noexcept;

  private:
    class Stage;
    [[nodiscard]] Decoding decode(size_t stage, std::string_view bytes, ByteSink& sink);

    std::vector<std::unique_ptr<Stage>> stages_;  // in the order in which they are undone
};

}  // namespace aiorun::http
