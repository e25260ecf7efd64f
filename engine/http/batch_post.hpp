// BatchPost: hands items (telemetry) to a server in batches, beside the run: a thread of its own sends them, so that neither
// the run's schedule nor its clock nor its limits of connections take notice. Who is faster than a server that keeps up waits for
// moments; what the server does not take in time is dropped and counted; nothing here is ever an error of the run.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/batch_queue.hpp"
#include "http/client.hpp"
#include "http/curl_handle.hpp"

namespace aiorun::http {

struct BatchAnswer {
    uint64_t refused = 0;  ///< items of the batch
    std::string words{};
};

struct BatchPostOptions {
    std::string url{};
    std::vector<Field> headers{};
    CertificateCheck certificates = CertificateCheck::verify;
    /// Of a body: what stands before the items, and behind them. Items are separated by commas.
    std::string prefix{};
    std::string suffix{};
    BatchLimits limits{};
    /// How long add() waits for room. A server that makes none in that time is not waited for again until it has caught up.
    std::chrono::milliseconds patience{20};
    std::chrono::milliseconds pause{1000};      ///< after which a batch that is not full is sent as well
    std::chrono::milliseconds timeout{10'000};  ///< of one attempt
    uint32_t attempts = 3;                     ///< of a server that says that it is busy (429, 502, 503, 504)
    std::chrono::milliseconds retry_delay{500};
    /// Reads an answer with which the server took a batch, or a part of it. Another thread calls it.
    std::function<BatchAnswer(std::string_view answer)> read_answer{};
};

/// What came of all items.
struct BatchPostSummary {
    uint64_t taken = 0;      ///< by the server
    uint64_t lost = 0;       ///< dropped, or not taken
    uint64_t refused = 0;    ///< of those: by an answer that took the others
    std::string words{};     ///< of the first answer that has some, or of the first that refuses
    std::string problem{};   ///< why the first of them were lost; empty: too many at once, or there was no time left
    std::string answer{};    ///< the first answer of the server that says something, as it came
};

class BatchPost {
  public:
    explicit BatchPost(BatchPostOptions options);
    ~BatchPost();
    BatchPost(const BatchPost&) = delete;
    BatchPost& operator=(const BatchPost&) = delete;

    /// False when there is no room: the item is lost.
    bool add(std::string item, BatchPlace place = {});
    /// Sends what is left, for at most `longest`; then gives up. Once.
    [[nodiscard]] BatchPostSummary finish(std::chrono::milliseconds longest);

  private:
    struct Attempt {
        bool is_taken = false;
        bool is_busy = false;  ///< worth another attempt
        std::string problem;
    };

    [[nodiscard]] bool wait_for_room(std::unique_lock<std::mutex>& lock, size_t size, Importance importance);
    void run();
    [[nodiscard]] bool wait_for_batch(Batch& batch);
    void send(const Batch& batch);
    [[nodiscard]] Attempt post(const std::string& body);
    [[nodiscard]] bool transfer();
    void acknowledge_at_once() const;
    void set_up();
    static int keep_socket(void* self, curl_socket_t socket, curlsocktype purpose);
    static size_t keep_answer(const char* data, size_t size, size_t count, void* self);

    BatchPostOptions options_;
    StringList headers_;
    MultiOwner multi_;
    EasyOwner easy_;
    curl_socket_t socket_ = CURL_SOCKET_BAD;  // the last one that was opened
    std::string answer_;  // the thread's, of the attempt at hand

    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable room_;
    BatchQueue queue_;
    BatchPostSummary summary_;
    bool is_behind_ = false;   // the server, too far to wait for it
    bool is_closing_ = false;  // no more items will come
    bool is_over_ = false;     // and no more time is left
    bool is_done_ = false;     // the thread has nothing left to do
    std::thread thread_;
};

}  // namespace aiorun::http
