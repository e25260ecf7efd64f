#include "http/batch_post.hpp"

#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace aiorun::http {
namespace {

constexpr size_t longest_answer = 16 * 1024;

bool is_busy_status(long status) {
    constexpr std::array<long, 4> statuses{429, 502, 503, 504};
    return std::ranges::find(statuses, status) != statuses.end();
}

}  // namespace

BatchPost::BatchPost(BatchPostOptions options) : options_(std::move(options)), queue_(options_.limits) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::signal(SIGPIPE, SIG_IGN);
    multi_.reset(curl_multi_init());
    easy_.reset(curl_easy_init());
    set_up();
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are the run's
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

BatchPost::~BatchPost() {
    if (thread_.joinable()) {
        (void)finish(std::chrono::milliseconds(0));
    }
}

void BatchPost::set_up() {
    CURL* easy = easy_.get();
    for (const Field& header : options_.headers) {
        headers_.append(header.name + ": " + header.value);
    }
    headers_.append("Expect:");  // collectors answer at once
    curl_easy_setopt(easy, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &BatchPost::keep_answer);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &BatchPost::keep_socket);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
    if (options_.certificates == CertificateCheck::insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

size_t BatchPost::keep_answer(const char* data, size_t size, size_t count, void* self) {
    std::string& answer = static_cast<BatchPost*>(self)->answer_;
    answer.append(data, std::min(size * count, longest_answer - std::min(longest_answer, answer.size())));
    return size * count;
}

bool BatchPost::add(std::string item, BatchPlace place) {
    std::unique_lock lock(mutex_);
    if (!queue_.has_room(item.size(), place.importance) && !wait_for_room(lock, item.size(), place.importance)) {
        ++summary_.lost;
        return false;
    }
    bool was_due = queue_.is_due();
    queue_.add(std::move(item), place.level);
    if (!was_due && queue_.is_due()) {
        lock.unlock();
        changed_.notify_all();
    }
    return true;
}

bool BatchPost::wait_for_room(std::unique_lock<std::mutex>& lock, size_t size, Importance importance) {
    is_behind_ = is_behind_ ||
                 !room_.wait_for(lock, options_.patience, [&] { return queue_.has_room(size, importance); });
    return !is_behind_;
}

BatchPostSummary BatchPost::finish(std::chrono::milliseconds longest) {
    {
        std::unique_lock lock(mutex_);
        is_closing_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, longest, [this] { return is_done_; });
        is_over_ = true;
        changed_.notify_all();
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
    summary_.lost += queue_.size();
    return summary_;
}

/// The thread.
void BatchPost::run() {
    Batch batch;
    while (wait_for_batch(batch)) {
        send(batch);
    }
    std::lock_guard lock(mutex_);
    is_done_ = true;
    changed_.notify_all();
}

/// False when there will be no more.
bool BatchPost::wait_for_batch(Batch& batch) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, options_.pause, [this] { return is_closing_ || queue_.is_due(); }) && queue_.empty()) {
    }
    if (is_over_ || queue_.empty()) {
        return false;
    }
    batch = queue_.take();
    is_behind_ = is_behind_ && !queue_.has_caught_up();
    room_.notify_all();
    return true;
}

void BatchPost::send(const Batch& batch) {
    std::string body = options_.prefix + batch.items + options_.suffix;
    Attempt attempt = post(body);
    for (uint32_t number = 1; attempt.is_busy && number < options_.attempts; ++number) {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, options_.retry_delay * number, [this] { return is_over_; })) {
            break;
        }
        lock.unlock();
        attempt = post(body);
    }
    BatchAnswer answer = attempt.is_taken && options_.read_answer ? options_.read_answer(answer_) : BatchAnswer();
    uint64_t refused = std::min(batch.count, answer.refused);
    uint64_t lost = attempt.is_taken ? refused : batch.count;
    std::lock_guard lock(mutex_);
    summary_.taken += batch.count - lost;
    summary_.lost += lost;
    if (summary_.words.empty() || (summary_.refused == 0 && refused > 0)) {
        summary_.words = answer.words;
    }
    summary_.refused += refused;
    if (!attempt.is_taken && summary_.problem.empty()) {
        summary_.problem = attempt.problem;
    }
    if (attempt.is_taken && summary_.answer.empty() && answer_.size() > 2) {
        summary_.answer = answer_;
    }
}

BatchPost::Attempt BatchPost::post(const std::string& body) {
    answer_.clear();
    curl_easy_setopt(easy_.get(), CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(easy_.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_multi_add_handle(multi_.get(), easy_.get());
    bool in_time = transfer();
    CURLcode result = CURLE_OK;
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        result = message->msg == CURLMSG_DONE ? message->data.result : result;
    }
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi_.get(), easy_.get());
    if (!in_time) {
        return {false, false, "it did not answer in time"};
    }
    if (result != CURLE_OK) {
        return {false, false, curl_easy_strerror(result)};
    }
    if (status >= 200 && status < 300) {
        return {true, false, {}};
    }
    return {false, is_busy_status(status), "status " + std::to_string(status)};
}

/// A server that writes head and body one after the other holds the body back until the head was acknowledged (Nagle), which
/// the kernel puts off by 40 ms: several times what a batch takes otherwise.
void BatchPost::acknowledge_at_once() const {
    int on = 1;
    if (socket_ != CURL_SOCKET_BAD) {
        (void)setsockopt(socket_, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
}

int BatchPost::keep_socket(void* self, curl_socket_t socket, curlsocktype /*purpose*/) {
    static_cast<BatchPost*>(self)->socket_ = socket;
    return CURL_SOCKOPT_OK;
}

/// False when there is no more time.
bool BatchPost::transfer() {
    int running = 1;
    while (running > 0) {
        if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) {
            return true;
        }
        if (running > 0) {
            acknowledge_at_once();
            curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
        }
        std::lock_guard lock(mutex_);
        if (is_over_ && running > 0) {
            return false;
        }
    }
    return true;
}

}  // namespace aiorun::http
