// AnsweringServer: gives the first request the first answer, the second one the second, and closes after each.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

namespace aiorun::http {

class AnsweringServer {
  public:
    explicit AnsweringServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0);
        REQUIRE(listen(listener_, 16) == 0);
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
        thread_ = std::thread([this] { serve(); });
    }
    ~AnsweringServer() { stop(); }
    AnsweringServer(const AnsweringServer&) = delete;
    AnsweringServer& operator=(const AnsweringServer&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    /// The heads of the requests that came; ends the server.
    [[nodiscard]] const std::vector<std::string>& requests() {
        stop();
        return requests_;
    }

  private:
    void stop() {
        if (thread_.joinable()) {
            shutdown(listener_, SHUT_RDWR);
            thread_.join();
            close(listener_);
        }
    }
    void serve() {
        for (const std::string& answer : answers_) {
            int connection = accept(listener_, nullptr, nullptr);
            if (connection < 0) {
                return;
            }
            std::string request;
            std::array<char, 4096> buffer{};
            ssize_t count = 1;
            while (count > 0 && request.find("\r\n\r\n") == std::string::npos) {
                count = recv(connection, buffer.data(), buffer.size(), 0);
                request.append(buffer.data(), static_cast<size_t>(count > 0 ? count : 0));
            }
            requests_.push_back(request);
            (void)!send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
            close(connection);
        }
    }

    std::vector<std::string> answers_;
    std::vector<std::string> requests_;
    std::string url_;
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace aiorun::http
