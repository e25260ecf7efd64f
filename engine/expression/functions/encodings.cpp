// Encodings and hashes: JSON, base64, URLs, SHA-256 (OpenSSL's libcrypto).
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "expression/functions/tables.hpp"
#include "value/json.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

std::string hexadecimal(std::span<const unsigned char> bytes) {
    std::string text;
    for (unsigned char byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Value to_json(Call& call) {
    return call.evaluation.spend_on(call[0]) ? call.made(value::to_json(call[0])) : call.too_expensive();
}

Value from_json(Call& call) {
    if (!call.evaluation.make(call.text(0).size() * 4)) {
        return call.too_expensive();
    }
    auto parsed = value::parse_json(call.text(0));
    return parsed ? *parsed
                  : call.fail("no JSON, " + parsed.error().message + " at byte " +
                              std::to_string(parsed.error().offset));
}

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Value base64_encode(Call& call) {
    std::string_view text = call.text(0);
    if (!call.evaluation.make(text.size() / 3 * 4 + 4) || text.size() > INT32_MAX / 2) {
        return call.too_expensive();
    }
    std::string result((text.size() + 2) / 3 * 4 + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(result.data()), bytes_of(text),
                    static_cast<int>(text.size()));
    result.pop_back();
    return result;
}

/// With or without padding; the digits of RFC 4648 section 4 or, for URLs, section 5.
Value base64_decode(Call& call) {
    std::string_view text = call.text(0);
    size_t size = text.size();
    while (size > 0 && text.size() - size < 2 && text[size - 1] == '=') {
        --size;
    }
    std::string result;
    uint32_t bits = 0;
    unsigned count = 0;
    for (char c : text.substr(0, size)) {
        size_t digit = base64_digits.find(c == '-' ? '+' : c == '_' ? '/' : c);
        if (digit == std::string_view::npos) {
            return call.fail("no base64");
        }
        bits = bits << 6U | static_cast<uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>(static_cast<unsigned char>(bits >> count));
        }
    }
    bool complete =
        count < 6 && (bits & ((1U << count) - 1)) == 0 && (size == text.size() || text.size() % 4 == 0);
    return complete ? call.made(std::move(result)) : call.fail("no base64");
}

/// RFC 3986: all but unreserved characters as %XX.
Value url_encode(Call& call) {
    std::string result;
    if (!call.evaluation.make(call.text(0).size() * 3)) {
        return call.too_expensive();
    }
    for (char c : call.text(0)) {
        bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
        if (unreserved) {
            result += c;
        } else {
            result += '%';
            result += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4U];
            result += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 15U];
        }
    }
    return result;
}

int digit_of(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

Value url_decode(Call& call) {
    std::string_view text = call.text(0);
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return call.fail("after `%` stand two hexadecimal digits");
        }
        result += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
        i += 2;
    }
    return call.made(std::move(result));
}

Value sha256(Call& call) {
    std::string_view text = call.text(0);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!call.evaluation.spend(text.size()) ||
        EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        return call.too_expensive();
    }
    return hexadecimal({digest.data(), size});
}

Value hmac_sha256(Call& call) {
    std::string_view key = call.text(0);
    std::string_view text = call.text(1);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!call.evaluation.spend(text.size() + key.size()) || key.size() > INT32_MAX ||
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
             digest.data(), &size) == nullptr) {
        return call.too_expensive();
    }
    return hexadecimal({digest.data(), size});
}

}  // namespace

std::span<const Function> encodings() {
    using enum CallStyle;
    constexpr Types text = types::string;
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"to_json", function, {types::any}, 1, 1, text,
         "to_json(value)", "compact JSON",
         to_json},
        {"from_json", function, {text}, 1, 1, types::any,
         "from_json(text)", "the value that a JSON text stands for",
         from_json},
        {"base64.encode", function, {text}, 1, 1, text,
         "base64.encode(text)", "RFC 4648, with padding",
         base64_encode},
        {"base64.decode", function, {text}, 1, 1, text,
         "base64.decode(text)", "padding may be missing, the digits for URLs are taken too",
         base64_decode},
        {"url_encode", function, {text}, 1, 1, text,
         "url_encode(text)", "RFC 3986: all but letters, digits and `-._~` as `%XX`",
         url_encode},
        {"url_decode", function, {text}, 1, 1, text,
         "url_decode(text)", "`%XX` and `+` (a space) as what they stand for",
         url_decode},
        {"sha256", function, {text}, 1, 1, text,
         "sha256(text)", "SHA-256, in hexadecimal",
         sha256},
        {"hmac_sha256", function, {text, text}, 2, 2, text,
         "hmac_sha256(key, text)", "HMAC with SHA-256 (RFC 2104), in hexadecimal",
         hmac_sha256},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
