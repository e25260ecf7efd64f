#include "http/decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "http/limits.hpp"
#include "http/text.hpp"

namespace aiorun::http {
namespace {

constexpr int gzip_window = 15 + 16;
constexpr int zlib_window = 15;
constexpr int raw_window = -15;

/// RFC 1950: the method is 8 and the first two bytes are a multiple of 31. Some servers send raw deflate
/// instead.
bool is_zlib(std::string_view bytes) {
    auto first = static_cast<unsigned char>(bytes[0]);
    return (first & 0x0fU) == 8 &&
           (bytes.size() < 2 || ((unsigned{first} << 8U) | static_cast<unsigned char>(bytes[1])) % 31 == 0);
}

}  // namespace

class Decoder::Stage {
  public:
    explicit Stage(bool gzip) : gzip_(gzip) {}
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;
    ~Stage() {
        if (begun_) {
            inflateEnd(&stream_);
        }
    }

    [[nodiscard]] bool begun() const noexcept { return begun_; }
    [[nodiscard]] bool ended() const noexcept { return ended_; }

    [[nodiscard]] bool begin(std::string_view bytes) {
        int window = gzip_ ? gzip_window : is_zlib(bytes) ? zlib_window : raw_window;
        begun_ = inflateInit2(&stream_, window) == Z_OK;
        return begun_;
    }

    /// Decodes some of `bytes`, which shrinks, to the front of `buffer`; false when they are no such stream.
    [[nodiscard]] bool step(std::string_view& bytes, std::span<char> buffer, std::string_view& decoded) {
        if (ended_) {
            if (!gzip_ || !bytes.starts_with('\x1f')) {
                bytes = {};  // padding behind the end, as gzip ignores it
                return true;
            }
            ended_ = false;  // another member, RFC 1952 2.2
            inflateReset(&stream_);
        }
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream_.avail_out = static_cast<uInt>(buffer.size());
        int code = inflate(&stream_, Z_NO_FLUSH);
        bytes.remove_prefix(bytes.size() - stream_.avail_in);
        decoded = {buffer.data(), buffer.size() - stream_.avail_out};
        full_ = stream_.avail_out == 0;
        ended_ = code == Z_STREAM_END;
        return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR;
    }
    /// The last step filled the buffer: there may be more output without more input.
    [[nodiscard]] bool full() const noexcept { return full_ && !ended_; }

    /// What its sink had no room for.
    void keep(std::string_view bytes) { kept_ = bytes; }
    [[nodiscard]] std::string take_kept() noexcept { return std::exchange(kept_, {}); }
    [[nodiscard]] bool has_rest() const noexcept { return !kept_.empty() || full(); }

  private:
    std::string kept_;
    z_stream stream_{};
    bool gzip_;
    bool begun_ = false;
    bool ended_ = false;
    bool full_ = false;
};

Decoder::Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

std::optional<Decoder> Decoder::create(std::string_view content_encoding) {
    Decoder decoder;
    while (!content_encoding.empty()) {
        size_t comma = std::min(content_encoding.find(','), content_encoding.size());
        std::string_view coding = trim(content_encoding.substr(0, comma));
        content_encoding.remove_prefix(std::min(comma + 1, content_encoding.size()));
        if (coding.empty() || equal_ignoring_case(coding, "identity")) {
            continue;
        }
        bool gzip = equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip");
        if ((!gzip && !equal_ignoring_case(coding, "deflate")) ||
            decoder.stages_.size() == limits::encodings) {
            return std::nullopt;
        }
        decoder.stages_.insert(decoder.stages_.begin(), std::make_unique<Stage>(gzip));
    }
    return decoder;
}

Decoding Decoder::decode(std::string_view bytes, ByteSink& sink) {
    return decode(0, bytes, sink);
}

Decoding Decoder::decode(size_t index, std::string_view bytes, ByteSink& sink) {
    if (index == stages_.size()) {
        return !sink.write(bytes) ? Decoding::stopped : sink.is_full() ? Decoding::full : Decoding::ok;
    }
    Stage& stage = *stages_[index];
    if (bytes.empty() && !stage.full()) {
        return Decoding::ok;
    }
    if (!stage.begun() && !stage.begin(bytes)) {
        return Decoding::corrupt;
    }
    std::array<char, size_t{16} << 10U>
        buffer;  // on the stack: ten thousand open transfers need none of their own
    do {
        std::string_view decoded;
        if (!stage.step(bytes, buffer, decoded)) {
            return Decoding::corrupt;
        }
        if (decoded.empty()) {
            continue;
        }
        if (Decoding result = decode(index + 1, decoded, sink); result != Decoding::ok) {
            stage.keep(bytes);
            return result;
        }
    } while (!bytes.empty() || stage.full());
    return Decoding::ok;
}

Decoding Decoder::go_on(ByteSink& sink) {
    for (size_t index = stages_.size(); index-- > 0;) {
        std::string kept = stages_[index]->take_kept();
        if (Decoding result = decode(index, kept, sink); result != Decoding::ok) {
            return result;
        }
    }
    return Decoding::ok;
}

bool Decoder::has_rest() const noexcept {
    return std::any_of(stages_.begin(), stages_.end(), [](const auto& stage) { return stage->has_rest(); });
}

bool Decoder::is_complete() const noexcept {
    return std::all_of(stages_.begin(), stages_.end(),
                       [](const auto& stage) { return !stage->begun() || stage->ended(); });
}

}  // namespace aiorun::http
