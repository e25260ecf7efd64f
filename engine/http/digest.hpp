// SHA-256 of bytes that come piece by piece.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace aiorun::http {

class Digest {
  public:
    Digest();
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void restart();
    void add(std::string_view bytes);
    /// In lower-case hex; no more bytes after it.
    [[nodiscard]] std::string finish();

  private:
    struct Free {
        void operator()(void* context) const noexcept;
    };
    std::unique_ptr<void, Free> context_;  // EVP_MD_CTX
};

}  // namespace aiorun::http
