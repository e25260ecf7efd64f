#include "http/explain.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "http/text.hpp"
#include "http/url.hpp"
#include "runtime/descriptor.hpp"

namespace aiorun::http {
namespace {

std::string seconds(Duration duration) {
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    if (milliseconds % 1000 == 0) {
        return std::to_string(milliseconds / 1000) + " s";
    }
    return std::to_string(milliseconds) + " ms";
}

/// libcurl's own words, as an addition.
std::string detail(const Hop& hop, CURLcode code) {
    std::string_view text = hop.error_text()[0] != '\0' ? hop.error_text() : curl_easy_strerror(code);
    return " (" + shown_text(trim(text)) + ")";
}

std::string target(const Order& order) {
    return order.url->host + ":" + order.url->port;
}

std::string explain_connect(const Hop& hop, const Order& order) {
    long error = hop.system_error();
    const Request& request = *order.request;
    std::string where = !request.unix_socket.empty() ? "the unix socket " + request.unix_socket
                        : !order.proxy.empty()       ? "the proxy " + shown_url(order.proxy)
                                                     : target(order);
    if (!hop.peer().empty() && order.proxy.empty() && hop.peer() != order.url->host &&
        "[" + hop.peer() + "]" != order.url->host) {
        where += " (" + hop.peer() + ")";
    }
    switch (error) {
        case ECONNREFUSED:
            return "connection refused by " + where + ", is the server running?";
        case ENOENT:
            return "cannot connect to " + where + ": there is no such socket";
        case ENETUNREACH:
        case EHOSTUNREACH:
            return "no route to " + where + ", check the network";
        case 0:
            return "cannot connect to " + where + detail(hop, CURLE_COULDNT_CONNECT);
        default:
            return "cannot connect to " + where + ": " + std::strerror(static_cast<int>(error));
    }
}

std::string explain_certificate(const Hop& hop, const Order& order) {
    std::string text = hop.error_text();
    auto has = [&](std::string_view part) { return text.find(part) != std::string::npos; };
    std::string of = "the certificate of " + target(order);
    if (has("has expired")) {
        return of + " has expired, the server needs a new one";
    }
    if (has("not yet valid")) {
        return of + " is not valid yet, check the clock";
    }
    if (has("does not match") || has("no alternative certificate subject name")) {
        return of + " is for another host" + detail(hop, hop.code()) + ", check the URL";
    }
    if (has("self-signed") || has("self signed") || has("unable to get") || has("issuer")) {
        return of + " is not signed by a known CA" + detail(hop, hop.code()) +
               "; give the CA's file in tls.ca";
    }
    return of + " cannot be verified" + detail(hop, hop.code());
}

std::string explain_timeout(const Hop& hop, const Order& order) {
    const Request& request = *order.request;
    Duration total = hop.timings().total;
    bool whole = order.time_left && total + std::chrono::milliseconds(2) >= *order.time_left;
    if (!whole && !hop.request_sent()) {
        return "no connection to " + target(order) + " within " + seconds(request.connect_timeout) +
               " (connect_timeout)";
    }
    std::string text = "not finished within " + seconds(request.timeout.value_or(total)) + " (timeout)";
    if (!hop.request_sent()) {
        return text + ", there was no connection yet";
    }
    return text + ", " +
           (hop.size() == 0 ? "no byte of the body came"
                            : std::to_string(hop.size()) + " bytes of the body came");
}

Failure connection(std::string message) {
    return {FailureKind::connection, std::move(message)};
}

Failure explain_authorities(const Hop& hop, const Order& order) {
    if (!order.request->tls.ca.empty()) {
        return {FailureKind::value, "the file in tls.ca cannot be used" + detail(hop, hop.code())};
    }
    return {FailureKind::file, "the CA certificates of this machine cannot be read" + detail(hop, hop.code()) +
                                   ", install the package ca-certificates, or give a file in tls.ca"};
}

Failure explain_file(const Hop& hop, CURLcode code) {
    return {FailureKind::file, "a local file could not be used" + detail(hop, code)};
}

/// What libcurl calls an error of reading, though nothing is wrong with the connection; empty otherwise.
std::string explain_answer(const Hop& hop, const Order& order) {
    std::string_view text = hop.error_text();
    if (text.find("CONNECT") != std::string_view::npos) {
        return "the proxy " + shown_url(order.proxy) + " made no tunnel to " + target(order) +
               detail(hop, hop.code()) + ", check that it allows this, and its user and password";
    }
    if (text.find("chunk") != std::string_view::npos) {
        return "the chunks of the body are malformed" + detail(hop, hop.code());
    }
    return {};
}

/// What libcurl calls a bad argument comes from the peer, once there is a peer.
Failure explain_argument(const Hop& hop) {
    if (!hop.request_sent()) {
        return {FailureKind::value, "libcurl cannot do this" + detail(hop, hop.code())};
    }
    // Behind the head only trailers have lines.
    return connection(hop.head().complete() ? "the chunks of the body are malformed"
                                            : "a line of the response's headers is no header");
}

constexpr int too_large = 100;  // CURLE_TOO_LARGE, which libcurl has since 8.6.0

std::string explain_broken(const Hop& hop, CURLcode code) {
    if (static_cast<int>(code) == too_large) {
        code = CURLE_OUT_OF_MEMORY;
    }
    switch (code) {
        case CURLE_GOT_NOTHING:
            return "the server closed the connection without a response";
        case CURLE_PARTIAL_FILE:
        case CURLE_HTTP2_STREAM:
        case CURLE_HTTP2:
            return "the response broke off after " + std::to_string(hop.size()) + " bytes of the body" +
                   detail(hop, code);
        case CURLE_RECV_ERROR:
            return "the connection broke while the response was read" + detail(hop, code);
        case CURLE_SEND_ERROR:
        case CURLE_SEND_FAIL_REWIND:
            return "the connection broke while the request was sent" + detail(hop, code);
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING:
        case CURLE_FILESIZE_EXCEEDED:
            return "the answer is no valid HTTP response" + detail(hop, code);
        case CURLE_OUT_OF_MEMORY:  // how libcurl said it before
            return "a line of the response's headers is longer than 100 KiB";
        default:
            return "the transfer failed" + detail(hop, code);
    }
}

}  // namespace

bool descriptors_are_left() noexcept {
    runtime::Descriptor probe(open("/dev/null", O_RDONLY | O_CLOEXEC));
    return static_cast<bool>(probe) || (errno != EMFILE && errno != ENFILE);
}

Failure explain(const Hop& hop, const Order& order) {
    CURLcode code = hop.code();
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return connection("the name " + order.url->host +
                              " cannot be resolved, check the host name and DNS");
        case CURLE_COULDNT_RESOLVE_PROXY:
            return connection("the name of the proxy " + shown_url(order.proxy) + " cannot be resolved");
        case CURLE_COULDNT_CONNECT:
            return connection(explain_connect(hop, order));
        case CURLE_OPERATION_TIMEDOUT:
            return {FailureKind::timeout, explain_timeout(hop, order)};
        case CURLE_PEER_FAILED_VERIFICATION:
            return connection(explain_certificate(hop, order));
        case CURLE_SSL_CONNECT_ERROR:
            return connection("no TLS connection with " + target(order) + detail(hop, code) +
                              ", does the server speak TLS, and a version that both sides accept?");
        case CURLE_SSL_CLIENTCERT:
            return connection("the server asks for a client certificate, give it in tls.cert and tls.key");
        case CURLE_SSL_CACERT_BADFILE:
            return explain_authorities(hop, order);
        case CURLE_SSL_CERTPROBLEM:
            return {FailureKind::value, "a file of the tls option cannot be used" + detail(hop, code)};
        case CURLE_PROXY:
            return connection("the proxy " + shown_url(order.proxy) + " refused" + detail(hop, code));
        case CURLE_FILE_COULDNT_READ_FILE:
        case CURLE_READ_ERROR:
        case CURLE_ABORTED_BY_CALLBACK:
            return explain_file(hop, code);
        case CURLE_NOT_BUILT_IN:
        case CURLE_URL_MALFORMAT:
            return {FailureKind::value, "libcurl cannot do this" + detail(hop, code)};
        case CURLE_BAD_FUNCTION_ARGUMENT:
            return explain_argument(hop);
        case CURLE_RECV_ERROR:
            if (std::string answer = explain_answer(hop, order); !answer.empty()) {
                return connection(std::move(answer));
            }
            [[fallthrough]];
        default:
            return connection(explain_broken(hop, code));
    }
}

}  // namespace aiorun::http
