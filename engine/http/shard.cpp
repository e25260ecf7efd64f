#include "http/shard.hpp"

#include <sys/epoll.h>

#include "http/hop.hpp"
#include "http/sockets.hpp"

namespace aiorun::http {

Shard::Shard(runtime::Loop& loop, Sockets& sockets, uint32_t connections)
    : loop_(loop), sockets_(sockets), multi_(curl_multi_init()) {
    CURLM* multi = multi_.get();
    if (multi == nullptr) {
        return;
    }
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Shard::socket_function);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Shard::timer_function);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    // Without the first libcurl keeps four connections for each transfer of the moment; with the second it
    // gives up an idle connection before it opens one too many.
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(connections));
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
}

Shard::~Shard() = default;

bool Shard::add(Hop& hop) {
    if (multi_ == nullptr || curl_multi_add_handle(multi_.get(), hop.handle()) != CURLM_OK) {
        return false;
    }
    ++load_;
    loop_.operation_started();
    return true;
}

void Shard::remove(Hop& hop) {
    curl_multi_remove_handle(multi_.get(), hop.handle());
    --load_;
    if (hop.rests()) {
        --at_rest_;
    } else {
        loop_.operation_ended();
    }
}

void Shard::on_socket(int descriptor, int mask) {
    int running = 0;
    curl_multi_socket_action(multi_.get(), descriptor, mask, &running);
    read_messages();
}

void Shard::rest() {
    loop_.operation_ended();
    if (++at_rest_ == load_) {
        loop_.cancel_timer(*this);
    }
}

void Shard::go_on() {
    loop_.operation_started();
    --at_rest_;
    long milliseconds = -1;
    curl_multi_timeout(multi_.get(), &milliseconds);
    set_timer(milliseconds);
}

/// The timer is due.
void Shard::run() {
    on_socket(CURL_SOCKET_TIMEOUT, 0);
}

void Shard::read_messages() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        // Copied before the next call, which may free it.
        CURL* easy = message->easy_handle;
        CURLcode code = message->data.result;
        Easy* handle = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &handle);
        Hop& hop = *handle->hop();
        remove(hop);
        hop.on_done(code);
    }
}

int Shard::socket_function(CURL*, curl_socket_t descriptor, int what, void* shard, void*) {
    auto* self = static_cast<Shard*>(shard);
    uint32_t events = 0;
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) {
        events |= EPOLLIN;
    }
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) {
        events |= EPOLLOUT;
    }
    self->sockets_.want(descriptor, events, *self);
    return 0;
}

int Shard::timer_function(CURLM*, long milliseconds, void* shard) {
    static_cast<Shard*>(shard)->set_timer(milliseconds);
    return 0;
}

void Shard::set_timer(long milliseconds) {
    loop_.cancel_timer(*this);
    if (milliseconds == 0) {
        loop_.call_soon(*this);
    } else if (milliseconds > 0 && (load_ == 0 || at_rest_ < load_)) {
        loop_.set_timer(*this, loop_.now() + std::chrono::milliseconds(milliseconds));
    }
}

}  // namespace aiorun::http
