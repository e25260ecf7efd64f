#include "http/check.hpp"

#include <arpa/inet.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "http/text.hpp"

namespace aiorun::http {
namespace {

using Problem = std::optional<Failure>;

Problem refuse(std::string message) {
    return Failure{FailureKind::value, std::move(message)};
}

/// A name out of a request, made fit for a message.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (char c : text.substr(0, 80)) {
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return out + "\"";
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

Problem check_header(const Field& header) {
    if (!is_token(header.name)) {
        return refuse("the header name " + in_quotes(header.name) +
                      " is refused, expected letters, digits and dashes without spaces or line breaks");
    }
    if (has_control(header.value)) {
        bool line = header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
        return refuse("the value of the header " + in_quotes(header.name) + " is refused: it holds " +
                      (line ? "a line break or NUL (CR, LF)" : "control characters") + ", remove them");
    }
    return std::nullopt;
}

Problem check_method(const Request& request) {
    if (!is_token(request.method) || equal_ignoring_case(request.method, "CONNECT")) {
        return refuse("the method " + in_quotes(request.method) +
                      " is refused, expected one such as GET or POST");
    }
    if (equal_ignoring_case(request.method, "HEAD") && !std::holds_alternative<std::monostate>(request.body)) {
        return refuse("a HEAD request has no body");
    }
    return std::nullopt;
}

Problem check_part(const Part& part) {
    for (const std::string* text : {&part.name, &part.type, &part.filename}) {
        if (has_control(*text)) {
            return refuse("the multipart field " + in_quotes(part.name) +
                          " holds control characters in its name or type");
        }
    }
    return std::nullopt;
}

Problem check_body(const Body& body) {
    if (const auto* text = std::get_if<TextBody>(&body)) {
        return has_control(text->content_type) ? refuse("the content type holds control characters")
                                               : std::nullopt;
    }
    if (const auto* multipart = std::get_if<MultipartBody>(&body)) {
        for (const Part& part : multipart->parts) {
            if (Problem problem = check_part(part)) {
                return problem;
            }
        }
    }
    return std::nullopt;
}

Problem check_auth(const Auth& auth) {
    if (const auto* basic = std::get_if<BasicAuth>(&auth);
        basic != nullptr && basic->user.find(':') != std::string::npos) {
        return refuse("the user of basic auth holds a colon, which RFC 7617 does not allow");
    }
    if (const auto* digest = std::get_if<DigestAuth>(&auth);
        digest != nullptr && (has_control(digest->user) || has_control(digest->password))) {
        return refuse("the user or password of digest auth holds control characters");
    }
    if (const auto* bearer = std::get_if<BearerAuth>(&auth);
        bearer != nullptr && has_control(bearer->token)) {
        return refuse("the bearer token holds control characters (a line end, perhaps), remove them");
    }
    return std::nullopt;
}

bool is_address(std::string text) {
    if (text.starts_with('[') && text.ends_with(']')) {
        text = text.substr(1, text.size() - 2);
    }
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), bytes.data()) == 1;
}

Problem check_proxy(const std::string& proxy) {
    if (has_control(proxy)) {
        return refuse("the proxy's URL holds control characters");
    }
    size_t end = proxy.find("://");
    constexpr std::array<std::string_view, 6> schemes{"http",    "https",  "socks4",
                                                      "socks4a", "socks5", "socks5h"};
    std::string_view scheme = end == std::string::npos ? "http" : std::string_view(proxy).substr(0, end);
    if (std::none_of(schemes.begin(), schemes.end(),
                     [&](std::string_view name) { return equal_ignoring_case(name, scheme); })) {
        return refuse("the scheme of a proxy is http, https, socks4, socks4a, socks5 or socks5h, found " +
                      in_quotes(scheme));
    }
    return std::nullopt;
}

Problem check_route(const Request& request) {
    if (request.unix_socket.size() >= sizeof(sockaddr_un::sun_path)) {
        return refuse("the path of unix_socket is longer than the system's 107 bytes");
    }
    for (const Field& entry : request.resolve) {
        size_t colon = entry.name.rfind(':');
        bool number = colon != std::string::npos && colon + 1 < entry.name.size() &&
                      std::all_of(entry.name.begin() + static_cast<std::ptrdiff_t>(colon) + 1,
                                  entry.name.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number || has_control(entry.name) || !is_address(entry.value)) {
            return refuse("the resolve entry " + in_quotes(entry.name) + ": " + in_quotes(entry.value) +
                          " is refused, expected \"host:port\" and an IP address without a port");
        }
    }
    return check_proxy(request.proxy.value_or(""));
}

Problem check_save(const Request& request) {
    const std::optional<Save>& save = request.save;
    if (save && equal_ignoring_case(request.method, "HEAD")) {
        return refuse("the response to a HEAD has no body to save, take `save` away or use GET");
    }
    bool own_range = std::ranges::any_of(
        request.headers, [](const Field& header) { return equal_ignoring_case(header.name, "range"); });
    if (save && save->resume && own_range) {
        return refuse("`resume` asks for ranges itself, take the header Range away");
    }
    if (!save || save->sha256.empty()) {
        return std::nullopt;
    }
    bool hex = std::all_of(save->sha256.begin(), save->sha256.end(), [](char c) {
        return (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
    });
    return hex && save->sha256.size() == 64 ? std::nullopt
                                            : refuse("sha256 is no digest, expected 64 hexadecimal digits");
}

}  // namespace

std::string normal_method(const std::string& method) {
    constexpr std::array<std::string_view, 8> known{"GET",   "HEAD",   "POST",    "PUT",
                                                    "PATCH", "DELETE", "OPTIONS", "TRACE"};
    const auto* found = std::ranges::find_if(
        known, [&](std::string_view name) { return equal_ignoring_case(name, method); });
    return found == known.end() ? method : std::string(*found);
}

std::optional<Failure> check_request(const Request& request) {
    if (Problem problem = check_words(request)) {
        return problem;
    }
    for (const NeededFile& file : needed_files(request)) {
        if (Problem problem = check_file(file)) {
            return problem;
        }
    }
    return std::nullopt;
}

std::optional<Failure> check_words(const Request& request) {
    if (Problem problem = check_method(request)) {
        return problem;
    }
    for (const Field& header : request.headers) {
        if (Problem problem = check_header(header)) {
            return problem;
        }
    }
    if (Problem problem = check_auth(request.auth)) {
        return problem;
    }
    if (Problem problem = check_body(request.body)) {
        return problem;
    }
    if (request.tls.certificate.empty() && !request.tls.key.empty()) {
        return refuse("tls.key is set without tls.cert");
    }
    if (Problem problem = check_route(request)) {
        return problem;
    }
    return check_save(request);
}

std::vector<NeededFile> needed_files(const Request& request) {
    std::vector<NeededFile> files;
    if (const auto* upload = std::get_if<UploadBody>(&request.body)) {
        files.push_back({"the upload", &upload->path});
    } else if (const auto* multipart = std::get_if<MultipartBody>(&request.body)) {
        for (const Part& part : multipart->parts) {
            if (part.is_file) {
                files.push_back({"the multipart file", &part.file});
            }
        }
    }
    const Tls& tls = request.tls;
    for (const NeededFile& file : {NeededFile{"tls.ca", &tls.ca}, {"tls.cert", &tls.certificate}, {"tls.key", &tls.key}}) {
        if (!file.path->empty()) {
            files.push_back(file);
        }
    }
    return files;
}

std::optional<Failure> check_file(const NeededFile& file) {
    struct stat status{};
    std::string prefix = "cannot read " + std::string(file.what) + " " + *file.path + ": ";
    if (stat(file.path->c_str(), &status) != 0 || access(file.path->c_str(), R_OK) != 0) {
        return Failure{FailureKind::file, prefix + std::strerror(errno)};
    }
    if (!S_ISREG(status.st_mode)) {
        return Failure{FailureKind::file, prefix + "it is not a regular file"};
    }
    return std::nullopt;
}

std::optional<Failure> check_user_agent(const std::string& user_agent) {
    return check_header({"User-Agent", user_agent});
}

}  // namespace aiorun::http
