#include "http/hop.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "http/engine.hpp"

namespace aiorun::http {
namespace {

/// How long the others wait for the first connection to an origin.
constexpr Duration patience = std::chrono::seconds(1);

constexpr int switching_protocols = 101;
constexpr const char* switched = "the server switches to another protocol (status 101), which was not asked for";

}  // namespace

Hop::Hop(Engine& engine, const Order& order, Ticket& ticket)
    : engine_(engine), order_(order), ticket_(ticket), easy_(&engine.take_easy()), head_(easy_->head()) {}

Hop::~Hop() {
    abort();
    easy_->release();
    engine_.give_back(*easy_);
}

void Hop::start() {
    started_ = std::chrono::steady_clock::now();
    if (!easy_->prepare(order_, resources_, *this)) {
        out_of_descriptors_ = errno == EMFILE || errno == ENFILE;
        (void)fail(FailureKind::file, "the file to upload cannot be read any more");
        return;
    }
    Shard& shard = engine_.shard_for(ticket_.origin());
    if (!shard.add(*this)) {
        out_of_descriptors_ = true;  // a multi handle has a descriptor of its own
        return;
    }
    shard_ = &shard;
    sampled_ = slow_since_ = std::chrono::steady_clock::now();
    watch();
}

void Hop::watch() {
    if (order_.request->low_speed.limit > 0) {
        engine_.watch(*this);
    }
}

void Hop::abort() noexcept {
    engine_.unwatch(*this);
    if (shard_ != nullptr) {
        std::exchange(shard_, nullptr)->remove(*this);
    }
}

void Hop::on_done(CURLcode code) {
    shard_ = nullptr;
    engine_.unwatch(*this);
    code_ = code;
    done_ = true;
    if (enough_ && !failure_) {
        code_ = CURLE_OK;
    }
    if (code_ != CURLE_COULDNT_RESOLVE_HOST) {
        ticket_.mark_reached();  // even if in vain: that is no reason to try one after the other
    }
    if (code_ == CURLE_OK && !failure_ && head_.status() == switching_protocols) {
        (void)fail(FailureKind::connection, switched);
    }
    if (code_ == CURLE_OK && !failure_ && !decoder_.has_rest()) {
        finish_body();
    }
    set_timeout_callback(timeout_callback_);
    engine_.count_finished();
    if (waiter_ != nullptr) {
        waiter_->wake();
    }
}

void Hop::set_timeout_callback(runtime::Callback* callback) noexcept {
    timeout_callback_ = callback;
    if (callback != nullptr && done_ && code_ == CURLE_OPERATION_TIMEDOUT) {
        engine_.loop().call_soon(*callback);
    }
}

bool Hop::fail(FailureKind kind, std::string message) {
    if (!failure_) {
        failure_ = Failure{kind, std::move(message)};
    }
    return false;
}

bool Hop::on_header(std::string_view line) {
    bool is_first = first_byte_ == SteadyTime() || (head_.status() >= 200 && line.starts_with("HTTP/"));
    if (is_first) {
        first_byte_ = std::chrono::steady_clock::now();
    }
    if (!head_.add_line(line)) {
        return fail(FailureKind::connection, head_.problem());
    }
    bool asks_for_upgrade = order_.request->http_version == HttpVersion::http2;  // on a plain connection
    return !head_.complete() || head_.status() != switching_protocols || asks_for_upgrade ||
           fail(FailureKind::connection, switched);
}

/// libcurl before 8.1.0 goes on with a header that it has freed when the first one of a response begins with a
/// blank and its handle has received a response before (fixed by "headers: clear (possibly) lingering pointer in
/// init"). So it is told to hand over the lines of a head as a body, too: it does that before it stores them.
Hop::Flow Hop::on_write(std::string_view bytes) {
    if (!engine_.has_headers_first() || !head_.is_expected()) {
        return on_body(bytes);
    }
    bool begins_line = !line_open_;
    line_open_ = !bytes.ends_with('\n');  // long lines come in pieces
    if (begins_line && head_.lacks_field_for(bytes) && !head_.fail_for_lack_of_field()) {
        (void)fail(FailureKind::connection, head_.problem());
        return Flow::stop;
    }
    return Flow::go_on;
}

bool Hop::is_address_refused(Network network, std::string_view address) {
    if (!order_.proxy.empty() || !is_refused(order_.request->addresses, network)) {
        return false;
    }
    (void)fail(FailureKind::value, describe_refusal(address, network));
    return true;
}

/// The address that a name led to: checked here, since between a check of the name and the connection it can
/// change.
curl_socket_t Hop::open_socket(const curl_sockaddr& address) {
    if (!ticket_.origin().secure) {
        ticket_.mark_reached();  // its name was resolved
    }
    peer_ = to_text(address.addr);
    if (is_address_refused(classify(address.addr), peer_)) {
        return CURL_SOCKET_BAD;
    }
    int descriptor = socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
    if (descriptor < 0) {
        out_of_descriptors_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS;
        return CURL_SOCKET_BAD;
    }
    engine_.sockets().opened(descriptor);
    socket_ = descriptor;
    is_connected_ = true;
    return descriptor;
}

/// libcurl sends a request anew when a kept connection ends without an answer. Where twice is not as good as once
/// that is right only when nothing of it was sent, or when the server has said that it did not look at it. (On a new
/// connection there is no other reason.)
bool Hop::may_send_again() {
    bool first = !request_sent_;
    bool answered = head_.status() != 0;  // a round of authentication
    bool on_kept = std::exchange(on_kept_, !std::exchange(is_connected_, false));
    long bytes = 0;
    curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &bytes);
    bool unsent = bytes == std::exchange(bytes_before_, bytes);
    return first || answered || !on_kept || unsent || was_refused();
}

/// By HTTP/2's REFUSED_STREAM or GOAWAY, with which servers end connections. libcurl does not say so, but leaves no
/// error, as when a connection breaks off.
bool Hop::was_refused() const {
    const Origin& origin = ticket_.origin();
    return origin.protocol == Protocol::multiplexed && origin.secure && easy_->error_text()[0] == '\0';
}

/// Also for a connection that another transfer, with another policy, has opened.
bool Hop::before_request(const char* address) {
    ticket_.mark_reached();
    if (!is_idempotent(order_.method) && !may_send_again()) {
        return fail(FailureKind::connection,
                    "the server ended a kept connection without an answer; the request may have been carried "
                    "out, so it is not sent again");
    }
    head_.clear();
    request_sent_ = true;
    sampled_ = slow_since_ = std::chrono::steady_clock::now();
    if (!order_.request->unix_socket.empty()) {
        return true;
    }
    if (is_address_refused(engine_.network_of(address), address)) {
        request_sent_ = false;
        return false;
    }
    failure_.reset();  // of another address of the host
    return true;
}

/// Under the limit for the whole time, sample after sample, is too slow. A paused stream waits for its
/// reader.
void Hop::check_speed(SteadyTime now) {
    curl_off_t down = 0;
    curl_off_t up = 0;
    curl_easy_getinfo(handle(), CURLINFO_SIZE_DOWNLOAD_T, &down);
    curl_easy_getinfo(handle(), CURLINFO_SIZE_UPLOAD_T, &up);
    const LowSpeed& low_speed = order_.request->low_speed;
    double seconds = std::chrono::duration<double>(now - sampled_).count();
    auto bytes = static_cast<double>(down + up - sampled_bytes_);
    sampled_ = now;
    sampled_bytes_ = down + up;
    if (!request_sent_ && !peer_.empty() && now - slow_since_ > patience) {
        ticket_.mark_reached();
    }
    if (!request_sent_) {
        return;  // connect_timeout's affair
    }
    if (paused_ || bytes >= static_cast<double>(low_speed.limit) * seconds) {
        slow_since_ = now;
        return;
    }
    if (now - slow_since_ < low_speed.time) {
        return;
    }
    auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(low_speed.time).count() / 100;
    (void)fail(FailureKind::timeout, "the transfer was slower than " + std::to_string(low_speed.limit) +
                                         " bytes/s for " + std::to_string(tenths / 10) + "." +
                                         std::to_string(tenths % 10) + " s (low_speed)");
    Shard* shard = std::exchange(shard_, nullptr);
    shard->remove(*this);
    on_done(CURLE_OPERATION_TIMEDOUT);
}

long Hop::system_error() const {
    long error = 0;
    curl_easy_getinfo(handle(), CURLINFO_OS_ERRNO, &error);
    return error;
}

Timings Hop::timings() const {
    auto read = [&](CURLINFO info) {
        curl_off_t microseconds = 0;
        curl_easy_getinfo(handle(), info, &microseconds);
        return Duration(std::chrono::microseconds(microseconds));
    };
    Timings times{.total = read(CURLINFO_TOTAL_TIME_T)};
    long connections = 0;
    curl_easy_getinfo(handle(), CURLINFO_NUM_CONNECTS, &connections);
    if (connections > 0 || !request_sent_) {
        times.dns = read(CURLINFO_NAMELOOKUP_TIME_T);
        times.connect = read(CURLINFO_CONNECT_TIME_T);
        times.tls = read(CURLINFO_APPCONNECT_TIME_T);
    }
    // CURLINFO_STARTTRANSFER_TIME_T is of the first byte that is sent, when that comes earlier.
    if (first_byte_ != SteadyTime()) {
        times.first_byte = std::max(std::min<Duration>(first_byte_ - started_, times.total), std::max(times.connect, times.tls));
    }
    return times;
}

/// How long the TCP handshake took. libcurl tells that of https only when the TLS handshake is over.
std::optional<Duration> Hop::tcp_connect_time() const {
    tcp_info info{};
    socklen_t size = sizeof info;
    bool is_known = in_flight() && socket_ != CURL_SOCKET_BAD && getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    return is_known && info.tcpi_state == TCP_ESTABLISHED ? std::optional<Duration>(std::chrono::microseconds(info.tcpi_rtt))
                                                          : std::nullopt;
}

Course Hop::course(Timings times) const {
    using Stage = Course::Stage;
    Course course{.dns = times.dns, .connect = times.connect, .tls = times.tls};
    if (first_byte_ != SteadyTime()) {
        course.first_byte = first_byte_ - started_;
    }
    bool is_secure = order_.url->scheme == "https";
    if (is_secure && !request_sent_ && times.dns > Duration(0) && times.connect == Duration(0)) {
        course.connect = times.connect = tcp_connect_time().transform([&](Duration took) { return times.dns + took; }).value_or(Duration(0));
    }
    course.stage = first_byte_ != SteadyTime()                         ? Stage::receive
                   : request_sent_                                     ? Stage::wait
                   : is_secure && times.connect > Duration(0)          ? Stage::tls
                   : times.dns > Duration(0)                           ? Stage::connect
                                                                       : Stage::dns;
    return course;
}

std::string Hop::http_version() const {
    long version = 0;
    curl_easy_getinfo(handle(), CURLINFO_HTTP_VERSION, &version);
    switch (version) {
        case CURL_HTTP_VERSION_1_0:
            return "1.0";
        case CURL_HTTP_VERSION_2_0:
            return "2";
        case CURL_HTTP_VERSION_3:
            return "3";
        default:
            return "1.1";
    }
}

}  // namespace aiorun::http
