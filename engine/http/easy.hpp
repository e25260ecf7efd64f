// Easy: a pooled easy handle with the options that all transfers share.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "http/curl_handle.hpp"
#include "http/head.hpp"
#include "http/order.hpp"
#include "http/saved_file.hpp"

namespace aiorun::http {

class Hop;
class Sockets;

inline constexpr std::string_view accept_encoding = "Accept-Encoding: gzip, deflate";

/// What all easy handles of a client are set up with. Outlives them.
struct EasyDefaults {
    std::string user_agent;
    /// User-Agent and Accept-Encoding, for requests without headers of their own: libcurl's options for the
    /// two take twice as long.
    StringList headers;
    bool insecure = false;
    /// libcurl has to show header lines before it stores them, see Hop::on_write.
    bool headers_first = false;
    Sockets* sockets = nullptr;
    CURLSH* share = nullptr;         ///< names and TLS sessions
    CURLSH* cookie_share = nullptr;  ///< the same, and the cookie jar
};

/// What libcurl borrows while a request is under way.
struct Resources {
    StringList headers;
    StringList connect_to;
    MimeOwner mime;
    runtime::Descriptor upload;
};

class Easy {
  public:
    explicit Easy(const EasyDefaults& defaults);
    Easy(const Easy&) = delete;
    Easy& operator=(const Easy&) = delete;

    /// Sets everything for one request. `order` and `resources` outlive it. An upload that cannot be opened
    /// is an error, told by errno.
    [[nodiscard]] bool prepare(const Order& order, Resources& resources, Hop& hop);
    /// The request is over: nothing of it is left in the handle.
    void release();

    [[nodiscard]] CURL* get() const noexcept { return handle_.get(); }
    [[nodiscard]] const char* error_text() const noexcept { return error_text_.data(); }
    [[nodiscard]] Hop* hop() const noexcept { return hop_; }
    /// Of the response at hand; here because its memory serves one transfer after the other.
    [[nodiscard]] Head& head() noexcept { return head_; }

  private:
    void set_defaults();
    void set_headers(const Order& order, Resources& resources);
    void add_defaults(const Order& order, Resources& resources) const;
    void set_method(const Order& order);
    [[nodiscard]] bool set_body(const Order& order, Resources& resources);
    void set_multipart(const MultipartBody& body, Resources& resources);
    void set_times(const Order& order);
    void set_route(const Order& order, Resources& resources);
    void set_tls(const Order& order);
    void set_auth(const Order& order);
    void set_reading(const Order& order);

    template <class T>
    void set(CURLoption option, T value) {
        curl_easy_setopt(handle_.get(), option, value);
    }
    template <class T>
    void set_rare(CURLoption option, T value) {
        rare_ = true;
        set(option, value);
    }

    const EasyDefaults& defaults_;
    EasyOwner handle_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
    Head head_;
    Hop* hop_ = nullptr;
    // What stays set between requests, since nearly all have the same.
    long timeout_ = 0;
    long connect_timeout_ = 0;
    long buffer_ = 0;
    bool has_body_ = false;
    bool has_own_headers_ = false;
    bool rare_ = false;  // something is set that only a reset takes back
};

}  // namespace aiorun::http
