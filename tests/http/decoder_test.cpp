#include "http/decoder.hpp"

#include <zlib.h>

#include <string>

#include "tests/support/catch.hpp"

using namespace aiorun::http;

namespace {

std::string gzip(const std::string& text) {
    constexpr int window = 15 + 16;
    constexpr int memory = 8;
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, memory, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// Takes no more while it holds this many bytes.
class Cup final : public ByteSink {
  public:
    explicit Cup(size_t size) : size_(size) {}
    bool write(std::string_view bytes) override {
        held += bytes;
        most = std::max(most, held.size());
        return true;
    }
    [[nodiscard]] bool is_full() const override { return held.size() >= size_; }
    std::string held;
    size_t most = 0;

  private:
    size_t size_;
};

}  // namespace

TEST_CASE("a sink that is full gets the rest when it asks for it") {
    const std::string text = std::string(5'000'000, 'x') + "end";
    for (const auto& [encoding, bytes] : {std::pair{"gzip", gzip(text)}, {"gzip, gzip", gzip(gzip(text))}}) {
        CAPTURE(encoding);
        std::optional<Decoder> decoder = Decoder::create(encoding);
        REQUIRE(decoder);
        constexpr size_t size = 100'000;
        Cup cup(size);
        std::string all;
        Decoding result = decoder->decode(bytes, cup);
        CHECK(result == Decoding::full);
        CHECK_FALSE(decoder->is_complete());
        while (result == Decoding::full) {
            all += std::exchange(cup.held, "");
            result = decoder->go_on(cup);
        }
        CHECK(result == Decoding::ok);
        CHECK(all + cup.held == text);
        CHECK_FALSE(decoder->has_rest());
        CHECK(decoder->is_complete());
        CHECK(cup.most < 2 * size);
    }
}

TEST_CASE("a sink that is never full gets all at once") {
    std::optional<Decoder> decoder = Decoder::create("gzip");
    Cup cup(SIZE_MAX);
    CHECK(decoder->decode(gzip("text") + gzip(" and more"), cup) == Decoding::ok);
    CHECK(cup.held == "text and more");
    CHECK_FALSE(decoder->has_rest());
}

TEST_CASE("what is kept may be corrupt") {
    std::string bytes = gzip(std::string(500'000, 'x'));
    bytes[bytes.size() - 6] ^= 1;  // of the checksum
    std::optional<Decoder> decoder = Decoder::create("gzip");
    Cup cup(100'000);
    Decoding result = decoder->decode(bytes, cup);
    while (result == Decoding::full) {
        cup.held.clear();
        result = decoder->go_on(cup);
    }
    CHECK(result == Decoding::corrupt);
}
