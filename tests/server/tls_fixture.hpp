// nginx in front of a test_server, speaking TLS on several ports: each another way to be right or wrong.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/server/certificates.hpp"
#include "tests/server/server_fixture.hpp"

namespace aiorun::test_server {

enum class TlsServer : uint8_t { good, http1, expired, wrong_host, self_signed, client_certificate, tls1_2 };

class TlsFixture {
  public:
    explicit TlsFixture(const ServerFixture& behind) {
        std::string pattern = std::filesystem::temp_directory_path() / "aiorun-tls-XXXXXX";
        folder_ = mkdtemp(pattern.data());
        make_certificates();
        write_configuration(behind);
        int output = start_program({"nginx", "-e", path("error.log"), "-c", path("nginx.conf")}, process_);
        if (output >= 0) {
            ::close(output);
        }
        wait_until_it_listens();
    }
    ~TlsFixture() {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
        std::filesystem::remove_all(folder_);
    }
    TlsFixture(const TlsFixture&) = delete;
    TlsFixture& operator=(const TlsFixture&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
    [[nodiscard]] std::string authority() const { return path("authority.pem"); }
    [[nodiscard]] std::string url(TlsServer server, const std::string& path) const {
        return "https://localhost:" + std::to_string(ports_[static_cast<size_t>(server)]) + path;
    }

  private:
    void make_certificates() const {
        Identity authority = make_identity({.name = "test authority", .is_authority = true});
        const std::string names = "DNS:localhost,IP:127.0.0.1";
        authority.save(path("authority"));
        make_identity({.alternative_names = names}, &authority).save(path("good"));
        make_identity({.alternative_names = names, .from = -86'400, .until = -3600}, &authority)
            .save(path("expired"));
        make_identity({.alternative_names = "DNS:other.example"}, &authority).save(path("wrong_host"));
        make_identity({.alternative_names = names}).save(path("self_signed"));
        make_identity({.name = "client"}, &authority).save(path("client"));
    }

    [[nodiscard]] static uint16_t free_port() {
        int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        bind(probe, reinterpret_cast<sockaddr*>(&address), length);
        getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length);
        ::close(probe);
        return ntohs(address.sin_port);
    }

    [[nodiscard]] std::string block(TlsServer server, const std::string& certificate,
                                    const std::string& more = {}) {
        uint16_t port = free_port();
        ports_[static_cast<size_t>(server)] = port;
        std::string http2 = server == TlsServer::http1 ? "" : " http2";
        return "server { listen 127.0.0.1:" + std::to_string(port) + " ssl" + http2 + "; ssl_certificate " +
               path(certificate + ".pem") + "; ssl_certificate_key " + path(certificate + ".key") + "; " +
               more +
               " location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection "
               "\"\";"
               " proxy_set_header Protocol $server_protocol; proxy_set_header Tls $ssl_protocol;"
               " proxy_set_header Client $ssl_client_s_dn; } }\n";
    }

    void write_configuration(const ServerFixture& behind) {
        std::ofstream file(folder_ / "nginx.conf");
        file << "daemon off; master_process off; pid " << path("pid") << "; worker_rlimit_nofile 20000;\n"
             << "events { worker_connections 8000; }\nhttp { access_log off; keepalive_requests 1000000;\n";
        for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            file << kind << "_temp_path " << path(kind) << ";\n";
        }
        file << "upstream behind { server 127.0.0.1:" << behind.port() << "; keepalive 100; }\n"
             << block(TlsServer::good, "good", "ssl_protocols TLSv1.2 TLSv1.3;")
             << block(TlsServer::http1, "good") << block(TlsServer::expired, "expired")
             << block(TlsServer::wrong_host, "wrong_host") << block(TlsServer::self_signed, "self_signed")
             << block(TlsServer::client_certificate, "good",
                      "ssl_client_certificate " + authority() + "; ssl_verify_client on;")
             << block(TlsServer::tls1_2, "good", "ssl_protocols TLSv1.2; keepalive_requests 10;") << "}\n";
    }

    void wait_until_it_listens() const {
        for (int attempt = 0; attempt < 200; ++attempt) {
            int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(ports_.back());
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            bool listens = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
            ::close(probe);
            if (listens) {
                return;
            }
            usleep(25'000);
        }
        throw std::runtime_error("nginx did not start (is the package nginx-light installed?)");
    }

    std::filesystem::path folder_;
    pid_t process_ = -1;
    std::array<uint16_t, 7> ports_{};
};

}  // namespace aiorun::test_server
