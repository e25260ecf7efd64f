#include "http/digest.hpp"

#include <openssl/evp.h>

#include <array>

namespace aiorun::http {
namespace {

EVP_MD_CTX* context(void* pointer) {
    return static_cast<EVP_MD_CTX*>(pointer);
}

}  // namespace

void Digest::Free::operator()(void* pointer) const noexcept {
    EVP_MD_CTX_free(context(pointer));
}

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    restart();
}

Digest::~Digest() = default;

void Digest::restart() {
    EVP_DigestInit_ex(context(context_.get()), EVP_sha256(), nullptr);
}

void Digest::add(std::string_view bytes) {
    EVP_DigestUpdate(context(context_.get()), bytes.data(), bytes.size());
}

std::string Digest::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context(context_.get()), bytes.data(), &length);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < length; ++i) {
        hex += digits[bytes[i] >> 4U];
        hex += digits[bytes[i] & 15U];
    }
    return hex;
}

}  // namespace aiorun::http
