// What a transfer is asked to do. Plain data: nothing is checked before Client::fetch or Client::open sees
// it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/limits.hpp"

namespace aiorun::http {

using Duration = std::chrono::nanoseconds;

/// A header, a query or form field, an entry of `resolve`.
struct Field {
    std::string name{};
    std::string value{};
};

/// A body that is in memory. An empty `content_type` sends no Content-Type unless the headers have one.
struct TextBody {
    std::string text{};
    std::string content_type{};
};

/// A field of multipart/form-data: `value`, or the content of `file` when `is_file`.
struct Part {
    std::string name{};
    std::string value{};
    bool is_file = false;
    std::string file{};
    std::string type{};      ///< empty: none for a value, application/octet-stream or by ending for a file
    std::string filename{};  ///< empty: the last part of `file`
};
struct MultipartBody {
    std::vector<Part> parts{};
};

/// The content of a file, streamed.
struct UploadBody {
    std::string path{};
};
using Body = std::variant<std::monostate, TextBody, MultipartBody, UploadBody>;

struct BasicAuth {
    std::string user{};
    std::string password{};
};
struct DigestAuth {
    std::string user{};
    std::string password{};
};
struct BearerAuth {
    std::string token{};
};
/// Replaces an Authorization header and credentials in the URL.
using Auth = std::variant<std::monostate, BasicAuth, DigestAuth, BearerAuth>;

enum class HttpVersion : uint8_t { automatic, http1_0, http1_1, http2, http2_prior_knowledge };
enum class TlsVersion : uint8_t { automatic, tls1_0, tls1_1, tls1_2, tls1_3 };

/// Paths of PEM files; empty: the system's CAs, no client certificate.
struct Tls {
    std::string ca{};
    std::string certificate{};
    std::string key{};
    TlsVersion minimum = TlsVersion::automatic;
};

/// Less than `limit` bytes a second for `time` ends the transfer; a limit of 0 switches it off.
struct LowSpeed {
    int64_t limit = 1;
    Duration time = std::chrono::seconds(60);
};

struct Networks {
    bool link_local = false;
    bool loopback = false;
    bool private_use = false;
};
/// Refused is what is denied, and link-local, unless it is allowed. Checked against the address that is
/// connected to.
struct AddressPolicy {
    Networks allow{};
    Networks deny{};
};

/// Statuses from `first` to `last`.
struct StatusRange {
    int first = 0;
    int last = 0;
};

enum class RedirectHeaders : uint8_t { drop, keep };

struct Redirects {
    bool follow = true;
    uint32_t maximum = 10;
    /// What happens to the workflow's headers and credentials when scheme, host or port change.
    RedirectHeaders headers = RedirectHeaders::drop;
};

/// The body goes to a file: PATH is whole or untouched.
struct Save {
    std::string path{};
    std::string sha256{};  ///< expected digest in hex, or empty
    bool resume = false;   ///< keep PATH.part when it fails, and go on from it
};

struct Request {
    std::string method = "GET";
    std::string url{};           ///< absolute, http or https
    std::vector<Field> query{};  ///< appended to the URL's own query, percent-encoded
    std::vector<Field> headers{};
    Body body{};
    Auth auth{};
    bool cookies = false;  ///< take part in the run's cookie jar
    bool compressed = true;
    HttpVersion http_version = HttpVersion::automatic;
    std::string unix_socket{};
    std::vector<Field> resolve{};        ///< "host:port" to address
    std::optional<std::string> proxy{};  ///< none: the environment's; empty: no proxy
    Tls tls{};

    std::optional<Duration>
        timeout{};  ///< whole transfer, redirects included, waiting for a connection's turn not
    Duration connect_timeout = std::chrono::seconds(30);
    LowSpeed low_speed{};
    /// Decompressed bytes. None: limits::body for a body in memory, any size for what is saved or streamed.
    std::optional<uint64_t> max_body{};
    Redirects redirects{};
    AddressPolicy addresses{};

    /// Only bodies of these statuses are saved or streamed; others come as text, so that an error page
    /// overwrites nothing. Whether another status is an error is the caller's affair.
    std::vector<StatusRange> expect{{100, 399}};
    std::optional<Save> save{};
};

[[nodiscard]] bool is_expected(const Request& request, int status) noexcept;
/// Whether sending it twice is as good as once (RFC 9110 9.2.2).
[[nodiscard]] bool is_idempotent(std::string_view method) noexcept;

}  // namespace aiorun::http
