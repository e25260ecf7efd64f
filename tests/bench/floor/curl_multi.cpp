// floor_curl_multi URL COUNT IN_FLIGHT SHARDS BUFFER: COUNT requests by curl_multi_socket_action on epoll, so
// many at a time, spread over so many multi handles; prints how many bytes came. What libcurl costs with
// nothing around it: easy handles are used again without setting anything anew, URLs are parsed once,
// descriptors stay in epoll, bodies are counted and dropped.
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Shard {
    CURLM* multi = nullptr;
    std::optional<Clock::time_point> timer;
};

struct Socket {
    Shard* shard = nullptr;
    uint32_t wanted = 0;
    uint32_t registered = 0;
};

struct Settings {
    std::string url;
    long count;
    long in_flight;
    long shards;
    long buffer;
};

class Floor {
  public:
    explicit Floor(const Settings& settings)
        : left_(settings.count), epoll_(epoll_create1(EPOLL_CLOEXEC)), url_(curl_url()) {
        curl_url_set(url_, CURLUPART_URL, settings.url.c_str(), 0);
        headers_ = curl_slist_append(headers_, "User-Agent: aiorun/0.1.0");
        headers_ = curl_slist_append(headers_, "Accept-Encoding: gzip, deflate");
        shards_.resize(static_cast<size_t>(settings.shards));
        for (Shard& shard : shards_) {
            shard.multi = curl_multi_init();
            curl_multi_setopt(shard.multi, CURLMOPT_SOCKETFUNCTION, &Floor::on_socket);
            curl_multi_setopt(shard.multi, CURLMOPT_SOCKETDATA, this);
            curl_multi_setopt(shard.multi, CURLMOPT_TIMERFUNCTION, &Floor::on_timer);
            curl_multi_setopt(shard.multi, CURLMOPT_TIMERDATA, &shard);
            curl_multi_setopt(shard.multi, CURLMOPT_MAXCONNECTS, settings.in_flight);
        }
        for (long i = 0; i < std::min(settings.in_flight, settings.count); ++i) {
            Shard& shard = shards_[static_cast<size_t>(i % settings.shards)];
            CURL* easy = make_handle(settings, shard);
            start(shard, easy);
        }
    }

    bool run() {
        std::array<epoll_event, 256> events;
        while (running_ > 0) {
            int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), next_timer());
            for (int i = 0; i < count; ++i) {
                handle(events[static_cast<size_t>(i)]);
            }
            run_timers();
        }
        return failed_ == 0;
    }
    [[nodiscard]] size_t bytes() const { return bytes_; }

  private:
    CURL* make_handle(const Settings& settings, Shard& shard) {
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_CURLU, url_);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, settings.buffer);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Floor::on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &bytes_);
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Floor::on_close);
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &shard);
        return easy;
    }

    void start(Shard& shard, CURL* easy) {
        --left_;
        ++running_;
        curl_multi_add_handle(shard.multi, easy);
    }

    static size_t on_body(char*, size_t size, size_t count, void* bytes) {
        *static_cast<size_t*>(bytes) += size * count;
        return size * count;
    }

    static int on_close(void* self, curl_socket_t descriptor) {
        static_cast<Floor*>(self)->socket_of(descriptor) = {};
        return close(descriptor);
    }

    static int on_timer(CURLM*, long milliseconds, void* shard) {
        auto& timer = static_cast<Shard*>(shard)->timer;
        timer = milliseconds < 0 ? std::nullopt
                                 : std::optional(Clock::now() + std::chrono::milliseconds(milliseconds));
        return 0;
    }

    static int on_socket(CURL* easy, curl_socket_t descriptor, int what, void* self, void*) {
        auto& floor = *static_cast<Floor*>(self);
        Socket& socket = floor.socket_of(descriptor);
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &socket.shard);
        uint32_t in = what == CURL_POLL_IN || what == CURL_POLL_INOUT ? EPOLLIN : 0U;
        uint32_t out = what == CURL_POLL_OUT || what == CURL_POLL_INOUT ? EPOLLOUT : 0U;
        socket.wanted = in | out;
        if (socket.wanted != 0 && socket.wanted != socket.registered) {
            floor.control(socket.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, socket.wanted);
            socket.registered = socket.wanted;
        }
        return 0;
    }

    void control(int operation, int descriptor, uint32_t events) const {
        epoll_event event{.events = events, .data = {.fd = descriptor}};
        epoll_ctl(epoll_, operation, descriptor, &event);
    }

    Socket& socket_of(int descriptor) {
        auto index = static_cast<size_t>(descriptor);
        if (index >= sockets_.size()) {
            sockets_.resize(index * 2 + 1);
        }
        return sockets_[index];
    }

    void handle(const epoll_event& event) {
        Socket& socket = socket_of(event.data.fd);
        if (socket.wanted == 0) {
            control(EPOLL_CTL_DEL, event.data.fd, 0);
            socket.registered = 0;
            return;
        }
        bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
        int mask = (broken || (event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                   ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
        act(*socket.shard, event.data.fd, mask);
    }

    void act(Shard& shard, int descriptor, int mask) {
        int running = 0;
        int left = 0;
        curl_multi_socket_action(shard.multi, descriptor, mask, &running);
        while (CURLMsg* message = curl_multi_info_read(shard.multi, &left)) {
            CURL* easy = message->easy_handle;
            failed_ += message->data.result == CURLE_OK ? 0 : 1;
            curl_multi_remove_handle(shard.multi, easy);
            --running_;
            if (left_ > 0) {
                start(shard, easy);
            }
        }
    }

    [[nodiscard]] int next_timer() const {
        std::optional<Clock::time_point> first;
        for (const Shard& shard : shards_) {
            if (shard.timer && (!first || *shard.timer < *first)) {
                first = shard.timer;
            }
        }
        if (!first) {
            return -1;
        }
        auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - Clock::now()).count();
        return static_cast<int>(std::max<int64_t>(left, 0));
    }

    void run_timers() {
        for (Shard& shard : shards_) {
            if (shard.timer && *shard.timer <= Clock::now()) {
                shard.timer.reset();
                act(shard, CURL_SOCKET_TIMEOUT, 0);
            }
        }
    }

    long left_;
    long running_ = 0;
    long failed_ = 0;
    size_t bytes_ = 0;
    int epoll_;
    CURLU* url_;
    curl_slist* headers_ = nullptr;
    std::vector<Shard> shards_;
    std::vector<Socket> sockets_;  // by descriptor
};

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 6) {
        std::fprintf(stderr, "usage: floor_curl_multi URL COUNT IN_FLIGHT SHARDS BUFFER\n");
        return 2;
    }
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    Floor floor({arguments[1], std::atol(arguments[2]), std::atol(arguments[3]), std::atol(arguments[4]),
                 std::atol(arguments[5])});
    bool good = floor.run();
    std::printf("%zu bytes\n", floor.bytes());
    std::fflush(stdout);
    _exit(good ? 0 : 1);  // without freeing what the process takes along
}
