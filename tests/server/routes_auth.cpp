// Authentication: basic, digest (RFC 7616 with MD5), bearer.
#include <openssl/evp.h>

#include <array>

#include "tests/server/routes.hpp"

namespace aiorun::test_server {
namespace {

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<size_t>(length));
    return out;
}

std::string md5(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < length; ++i) {
        hex.append(1, digits[digest[i] >> 4U]).append(1, digits[digest[i] & 15U]);
    }
    return hex;
}

Script challenge(std::string with) {
    return respond(
        {.status = 401, .body = "who are you\n", .headers = {{"WWW-Authenticate", std::move(with)}}});
}

/// /auth/basic/USER/PASSWORD
Script basic(const Incoming& request, State&) {
    std::string expected = "Basic " + base64(request.segment(2) + ":" + request.segment(3));
    return request.header("authorization") == expected ? text("welcome\n")
                                                       : challenge("Basic realm=\"test\"");
}

/// /auth/bearer/TOKEN
Script bearer(const Incoming& request, State&) {
    return request.header("authorization") == "Bearer " + request.segment(2)
               ? text("welcome\n")
               : challenge("Bearer realm=\"test\"");
}

/// The value of `name="value"` or `name=value` in a header.
std::string field(const std::string& header, const std::string& name) {
    size_t at = header.find(" " + name + "=");
    if (at == std::string::npos) {
        return {};
    }
    size_t start = at + name.size() + 2;
    bool quoted = header[start] == '"';
    start += quoted ? 1 : 0;
    return header.substr(start, header.find(quoted ? "\"" : ",", start) - start);
}

/// /auth/digest/USER/PASSWORD
Script digest(const Incoming& request, State&) {
    std::string given = request.header("authorization");
    std::string first = md5(request.segment(2) + ":test:" + request.segment(3));
    std::string second = md5(request.method + ":" + field(given, "uri"));
    std::string expected = md5(first + ":" + field(given, "nonce") + ":" + field(given, "nc") + ":" +
                               field(given, "cnonce") + ":auth:" + second);
    if (given.starts_with("Digest ") && field(given, "response") == expected) {
        return text("welcome " + request.body + "\n");
    }
    return challenge(R"(Digest realm="test", nonce="0123456789", qop="auth", algorithm=MD5)");
}

}  // namespace

const std::vector<Route>& auth_routes() {
    static const std::vector<Route> routes{
        {"/auth/basic/", basic},
        {"/auth/bearer/", bearer},
        {"/auth/digest/", digest},
    };
    return routes;
}

}  // namespace aiorun::test_server
