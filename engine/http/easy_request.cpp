// The part of Easy that makes the request itself: method, headers, body.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "http/callbacks.hpp"
#include "http/easy.hpp"
#include "http/text.hpp"

namespace aiorun::http {
namespace {

/// How long the body is and how it is sent, says the body: anything else would let a second request be smuggled in, or
/// the server wait for a body that never comes.
bool is_framing(std::string_view name) {
    return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "transfer-encoding");
}

std::string authorization(const Auth& auth) {
    if (const auto* basic = std::get_if<BasicAuth>(&auth)) {
        return "Basic " + base64(basic->user + ":" + basic->password);
    }
    if (const auto* bearer = std::get_if<BearerAuth>(&auth)) {
        return "Bearer " + bearer->token;
    }
    return {};
}

bool has_body(const Order& order) {
    return order.with_body && !std::holds_alternative<std::monostate>(order.request->body);
}

/// The rest of a partial file has to be the file's own bytes.
bool asks_for_compression(const Order& order) {
    return order.request->compressed && order.resume_at == 0;
}

/// RFC 9110 8.6: a method that is about a body says so when it has none.
bool wants_empty_body(const std::string& method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

void Easy::set_headers(const Order& order, Resources& resources) {
    const Request& request = *order.request;
    bool authenticated = !std::holds_alternative<std::monostate>(order.auth);
    if (order.trust == Trust::full) {
        for (const Field& header : request.headers) {
            bool replaced = authenticated && equal_ignoring_case(header.name, "authorization");
            if (replaced || is_framing(header.name)) {
                continue;
            }
            // libcurl takes "Name:" for "do not send it", and "Name;" for an empty value.
            std::string value(trim(header.value));
            resources.headers.append(value.empty() ? header.name + ";" : header.name + ": " + value);
        }
    }
    if (std::string value = authorization(order.auth); !value.empty()) {
        resources.headers.append("Authorization: " + value);
    }
    if (has_body(order)) {
        const auto* text = std::get_if<TextBody>(&request.body);
        if (!has_header(order, "content-type") && !std::holds_alternative<MultipartBody>(request.body)) {
            std::string type = text != nullptr ? text->content_type : "application/octet-stream";
            resources.headers.append(type.empty() ? "Content-Type:" : "Content-Type: " + type);
        }
        if (!has_header(order, "expect")) {
            resources.headers.append("Expect:");  // servers that do not know it would cost a second
        }
    } else if (order.with_body && wants_empty_body(order.method) && !has_header(order, "content-type")) {
        resources.headers.append("Content-Type:");
    }
    if (order.resume_at > 0) {
        resources.headers.append("Range: bytes=" + std::to_string(order.resume_at) + "-");
        if (!order.file->validator().empty()) {
            resources.headers.append("If-Range: " + order.file->validator());
        }
    }
    bool own = resources.headers.get() != nullptr || !asks_for_compression(order);
    if (own) {
        add_defaults(order, resources);
    }
    if (own || has_own_headers_) {
        set(CURLOPT_HTTPHEADER, own ? resources.headers.get() : defaults_.headers.get());
        has_own_headers_ = own;
    }
}

void Easy::add_defaults(const Order& order, Resources& resources) const {
    if (!defaults_.user_agent.empty() && !has_header(order, "user-agent")) {
        resources.headers.append("User-Agent: " + defaults_.user_agent);
    }
    if (asks_for_compression(order) && !has_header(order, "accept-encoding")) {
        resources.headers.append(std::string(accept_encoding));
    }
}

bool Easy::set_body(const Order& order, Resources& resources) {
    if (has_body_) {
        set(CURLOPT_HTTPGET, 1L);  // takes an earlier body back
    }
    bool empty = !has_body(order) && order.with_body && wants_empty_body(order.method);
    has_body_ = has_body(order) || empty;
    if (!has_body(order)) {
        if (empty) {
            set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
            set(CURLOPT_POSTFIELDS, "");
        }
        return true;
    }
    const Body& body = order.request->body;
    if (const auto* text = std::get_if<TextBody>(&body)) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text->text.size()));
        set(CURLOPT_POSTFIELDS, text->text.data());
    } else if (const auto* multipart = std::get_if<MultipartBody>(&body)) {
        set_multipart(*multipart, resources);
    } else if (const auto* upload = std::get_if<UploadBody>(&body)) {
        resources.upload = runtime::Descriptor(open(upload->path.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status{};
        if (!resources.upload || fstat(resources.upload.number(), &status) != 0) {
            return false;
        }
        set_rare(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(status.st_size));
        set(CURLOPT_READFUNCTION, &callbacks::read);
        set(CURLOPT_READDATA, this);
        set(CURLOPT_SEEKFUNCTION, &callbacks::seek);
        set(CURLOPT_SEEKDATA, this);
    }
    return true;
}

void Easy::set_multipart(const MultipartBody& body, Resources& resources) {
    resources.mime.reset(curl_mime_init(handle_.get()));
    for (const Part& part : body.parts) {
        curl_mimepart* field = curl_mime_addpart(resources.mime.get());
        curl_mime_name(field, part.name.c_str());
        if (part.is_file) {
            curl_mime_filedata(field, part.file.c_str());  // read while it is sent, not before
        } else {
            curl_mime_data(field, part.value.data(), part.value.size());
        }
        if (!part.type.empty()) {
            curl_mime_type(field, part.type.c_str());
        }
        if (!part.filename.empty()) {
            curl_mime_filename(field, part.filename.c_str());
        }
    }
    set_rare(CURLOPT_MIMEPOST, resources.mime.get());
}

void Easy::set_method(const Order& order) {
    if (order.method == "HEAD") {
        set_rare(CURLOPT_NOBODY, 1L);
        return;
    }
    bool posts = has_body(order) || (order.with_body && wants_empty_body(order.method));
    bool uploads = posts && std::holds_alternative<UploadBody>(order.request->body);
    std::string_view implied = uploads ? "PUT" : posts ? "POST" : "GET";
    if (order.method != implied) {
        set_rare(CURLOPT_CUSTOMREQUEST, order.method.c_str());
    }
}

}  // namespace aiorun::http
