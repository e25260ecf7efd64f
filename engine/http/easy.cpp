#include "http/easy.hpp"

#include "http/callbacks.hpp"
#include "http/hop.hpp"

namespace aiorun::http {

Easy::Easy(const EasyDefaults& defaults) : defaults_(defaults), handle_(curl_easy_init()) {
    set_defaults();
}

void Easy::set_defaults() {
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // an aborted transfer must not wait for its resolver thread
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_CONTENT_DECODING, 0L);  // see Decoder
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_ERRORBUFFER, error_text_.data());
    set(CURLOPT_HTTPHEADER, defaults_.headers.get());
    set(CURLOPT_PROXY, "");  // what the environment says is decided by choose_proxy
    set(CURLOPT_HEADERFUNCTION, &callbacks::header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_HEADER, defaults_.headers_first ? 1L : 0L);
    set(CURLOPT_WRITEFUNCTION, &callbacks::write);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_OPENSOCKETFUNCTION, &callbacks::open_socket);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_CLOSESOCKETFUNCTION, &callbacks::close_socket);
    set(CURLOPT_CLOSESOCKETDATA, defaults_.sockets);
    set(CURLOPT_PREREQFUNCTION, &callbacks::before_request);
    set(CURLOPT_PREREQDATA, this);
    set(CURLOPT_SHARE, defaults_.share);
    if (defaults_.insecure) {
        set(CURLOPT_SSL_VERIFYPEER, 0L);
        set(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    timeout_ = 0;
    connect_timeout_ = 0;
    buffer_ = 0;
    has_body_ = false;
    has_own_headers_ = false;
    rare_ = false;
}

bool Easy::prepare(const Order& order, Resources& resources, Hop& hop) {
    hop_ = &hop;
    error_text_[0] = '\0';
    set(CURLOPT_CURLU, order.url->handle.get());
    set_headers(order, resources);
    set_reading(order);
    set_times(order);
    set_route(order, resources);
    set_tls(order);
    set_auth(order);
    if (!set_body(order, resources)) {
        return false;
    }
    set_method(order);
    return true;
}

void Easy::release() {
    hop_ = nullptr;
    head_.clear();
    if (rare_) {
        set(CURLOPT_COOKIEFILE, nullptr);  // a reset would leave the cookies
        set(CURLOPT_SHARE, defaults_.share);
        curl_easy_reset(handle_.get());
        set_defaults();
    }
}

void Easy::set_reading(const Order& order) {
    const Request& request = *order.request;
    if (request.cookies) {
        set(CURLOPT_SHARE, defaults_.cookie_share);
        set_rare(CURLOPT_COOKIEFILE, "");  // no file, but the engine is on
    }
    bool large = order.delivery == Delivery::file || request.max_body.value_or(0) > limits::body;
    long buffer = large ? limits::file_buffer : limits::page_buffer;
    if (buffer != buffer_) {
        set(CURLOPT_BUFFERSIZE, buffer);
        buffer_ = buffer;
    }
}

namespace {

/// libcurl's 0 means no limit; what is too short for it is as short as it can be.
long to_milliseconds(Duration duration) {
    constexpr Duration longest = std::chrono::hours(24 * 20);  // libcurl's timers are 32 bits where long is
    auto rounded = std::chrono::ceil<std::chrono::milliseconds>(std::min(duration, longest)).count();
    return std::max(static_cast<long>(rounded), 1L);
}

}  // namespace

void Easy::set_times(const Order& order) {
    long timeout = order.time_left ? to_milliseconds(*order.time_left) : 0;
    if (timeout != timeout_) {
        set(CURLOPT_TIMEOUT_MS, timeout);
        timeout_ = timeout;
    }
    long connect = to_milliseconds(order.request->connect_timeout);
    if (connect != connect_timeout_) {
        set(CURLOPT_CONNECTTIMEOUT_MS, connect);
        connect_timeout_ = connect;
    }
}

void Easy::set_route(const Order& order, Resources& resources) {
    const Request& request = *order.request;
    if (!order.proxy.empty()) {
        set_rare(CURLOPT_PROXY, order.proxy.c_str());
        set(CURLOPT_NOPROXY, "");  // what no_proxy says is decided by choose_proxy
    }
    if (!request.unix_socket.empty()) {
        set_rare(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    }
    // CONNECT_TO and not RESOLVE: the latter would stay in the cache of names for every other transfer.
    for (const Field& entry : request.resolve) {
        bool bare6 = entry.value.find(':') != std::string::npos && !entry.value.starts_with('[');
        std::string host = entry.name.starts_with("*:") ? entry.name.substr(1) : entry.name;
        resources.connect_to.append(host + ":" + (bare6 ? "[" + entry.value + "]" : entry.value) + ":");
    }
    if (resources.connect_to.get() != nullptr) {
        set_rare(CURLOPT_CONNECT_TO, resources.connect_to.get());
    }
    switch (request.http_version) {
        case HttpVersion::automatic:
            break;
        case HttpVersion::http1_0:
            set_rare(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_0));
            break;
        case HttpVersion::http1_1:
            set_rare(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
            break;
        case HttpVersion::http2:
            set_rare(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2_0));
            break;
        case HttpVersion::http2_prior_knowledge:
            set_rare(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE));
            break;
    }
}

void Easy::set_tls(const Order& order) {
    const Tls& tls = order.request->tls;
    if (!tls.ca.empty()) {
        set_rare(CURLOPT_CAINFO, tls.ca.c_str());
        set_rare(CURLOPT_CAPATH, nullptr);  // this one instead of the system's, as with curl --cacert
    }
    if (!tls.certificate.empty() && order.trust == Trust::full) {
        set_rare(CURLOPT_SSLCERT, tls.certificate.c_str());
        set_rare(CURLOPT_SSLKEY, tls.key.empty() ? tls.certificate.c_str() : tls.key.c_str());
    }
    switch (tls.minimum) {
        case TlsVersion::automatic:
            break;
        case TlsVersion::tls1_0:
            set_rare(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_0));
            break;
        case TlsVersion::tls1_1:
            set_rare(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_1));
            break;
        case TlsVersion::tls1_2:
            set_rare(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
            break;
        case TlsVersion::tls1_3:
            set_rare(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
            break;
    }
}

void Easy::set_auth(const Order& order) {
    // Basic and bearer are headers, see set_headers.
    if (const auto* digest = std::get_if<DigestAuth>(&order.auth)) {
        set_rare(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_DIGEST));
        set_rare(CURLOPT_USERNAME, digest->user.c_str());
        set_rare(CURLOPT_PASSWORD, digest->password.c_str());
    }
}

}  // namespace aiorun::http
