// bench_delay_server MILLISECONDS: prints its port on the first line, then answers every request with 1 KiB,
// that long after the request came. Holds as many connections as there are descriptors. It is to cost little
// beside the programs that are measured with it: since all requests wait equally long, its timers are a
// queue.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

/// What is known of a descriptor; `number` tells a connection from the one before on the same descriptor.
struct Connection {
    uint32_t number = 0;
    std::string request;
};

struct Answer {
    Clock::time_point time;
    int descriptor;
    uint32_t number;
};

std::string make_response() {
    std::string body(1024, 'x');
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

class DelayServer {
  public:
    explicit DelayServer(std::chrono::milliseconds delay)
        : delay_(delay), response_(make_response()), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

    /// The port; 0 when it cannot listen.
    uint16_t listen_on_loopback() {
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        constexpr int backlog = 65535;
        if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
            listen(listener_, backlog) != 0 ||
            getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
            return 0;
        }
        watch(listener_);
        return ntohs(address.sin_port);
    }

    [[noreturn]] void run() {
        std::array<epoll_event, 1024> events;
        while (true) {
            int count =
                epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), answer_those_due());
            for (int i = 0; i < count; ++i) {
                int descriptor = events[static_cast<size_t>(i)].data.fd;
                if (descriptor == listener_) {
                    accept_all();
                } else {
                    read_request(descriptor);
                }
            }
        }
    }

  private:
    void watch(int descriptor) {
        epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
        epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    }

    void accept_all() {
        while (true) {
            int descriptor = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (descriptor < 0) {
                return;
            }
            int yes = 1;
            setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            if (static_cast<size_t>(descriptor) >= connections_.size()) {
                connections_.resize(static_cast<size_t>(descriptor) * 2 + 1);
            }
            Connection& connection = connections_[static_cast<size_t>(descriptor)];
            ++connection.number;
            connection.request.clear();
            watch(descriptor);
        }
    }

    void read_request(int descriptor) {
        Connection& connection = connections_[static_cast<size_t>(descriptor)];
        std::array<char, 4096> buffer;
        ssize_t length = recv(descriptor, buffer.data(), buffer.size(), 0);
        if (length <= 0) {
            ++connection.number;
            close(descriptor);
            return;
        }
        std::string_view bytes(buffer.data(), static_cast<size_t>(length));
        if (!connection.request.empty() || !bytes.ends_with("\r\n\r\n")) {
            connection.request += bytes;  // in pieces
            if (!connection.request.ends_with("\r\n\r\n")) {
                return;
            }
            connection.request.clear();
        }
        answers_.push_back({Clock::now() + delay_, descriptor, connection.number});
    }

    /// Milliseconds until the next is due, rounded up; -1 for none.
    int answer_those_due() {
        while (!answers_.empty()) {
            const Answer& answer = answers_.front();
            auto left = answer.time - Clock::now();
            if (left > Clock::duration::zero()) {
                return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
            }
            if (connections_[static_cast<size_t>(answer.descriptor)].number == answer.number) {
                send(answer.descriptor, response_.data(), response_.size(), MSG_NOSIGNAL);
            }
            answers_.pop_front();
        }
        return -1;
    }

    std::chrono::milliseconds delay_;
    std::string response_;
    int epoll_;
    int listener_ = -1;
    std::vector<Connection> connections_;  // by descriptor
    std::deque<Answer> answers_;           // in the order in which they are due
};

}  // namespace

int main(int argument_count, char** arguments) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a benchmark that dies takes its server along
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    DelayServer server(std::chrono::milliseconds(argument_count > 1 ? std::atoi(arguments[1]) : 200));
    uint16_t port = server.listen_on_loopback();
    if (port == 0) {
        std::perror("bench_delay_server: cannot listen");
        return 1;
    }
    std::printf("%d\n", port);
    std::fflush(stdout);
    server.run();
}
