#include "tests/server/routes.hpp"

#include <array>

namespace aiorun::test_server {
namespace {

bool matches(const Route& route, std::string_view path) {
    return route.path.ends_with('/') && route.path.size() > 1 ? path.starts_with(route.path)
                                                              : path == route.path;
}

std::string reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 404:
            return "Not Found";
        default:
            return "Status";
    }
}

}  // namespace

Script respond(const Reply& reply) {
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + reason(reply.status) + "\r\n";
    bool bodiless = reply.status == 204 || reply.status == 304;
    if (!bodiless) {
        head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
        head += "Content-Type: " + reply.type + "\r\n";
    }
    for (const auto& [name, value] : reply.headers) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
    return {send(head + "\r\n" + (bodiless ? std::string() : reply.body))};
}

Script json(std::string body) {
    return respond({.body = std::move(body), .type = "application/json"});
}

std::string json_string(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append("\\").append(1, c);
        } else if (byte < 0x20 || byte >= 0x7f) {
            out.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string chunk(std::string_view bytes) {
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + std::string(bytes) + "\r\n";
}

Script answer(const Incoming& request, State& state) {
    if (request.method == "CONNECT") {
        if (request.target.starts_with("refused.")) {
            return respond({.status = 403, .body = "no"});
        }
        return {{.kind = Action::Kind::tunnel, .bytes = request.target}};
    }
    for (const auto* routes :
         {&basic_routes(), &content_routes(), &auth_routes(), &fault_routes(), &example_routes()}) {
        for (const Route& route : *routes) {
            if (matches(route, request.path)) {
                Script script = route.handler(request, state);
                if (request.method == "HEAD" && !script.empty()) {
                    script.resize(1);
                    std::string& bytes = script.front().bytes;
                    bytes.resize(std::min(bytes.find("\r\n\r\n") + 4, bytes.size()));
                }
                return script;
            }
        }
    }
    return respond({.status = 404, .body = "no such route\n"});
}

}  // namespace aiorun::test_server
