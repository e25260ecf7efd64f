// Engine: what the transfers of one client share. Made ready at the first transfer.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "http/admission.hpp"
#include "http/client.hpp"
#include "http/easy.hpp"
#include "http/hop.hpp"
#include "http/proxy.hpp"
#include "http/shard.hpp"
#include "http/sockets.hpp"
#include "runtime/task.hpp"

namespace aiorun::http {

class Engine final : private runtime::Timer {
  public:
    Engine(runtime::Loop& loop, ClientOptions options);
    ~Engine();

    /// Initialises libcurl, once.
    void prepare();

    [[nodiscard]] runtime::Loop& loop() noexcept { return loop_; }
    /// What is wrong with the client's options, for every transfer.
    [[nodiscard]] const std::optional<Failure>& problem() const noexcept { return problem_; }
    [[nodiscard]] runtime::Task& task() noexcept { return *loop_.current(); }
    [[nodiscard]] Admission& admission() noexcept { return *admission_; }
    [[nodiscard]] Sockets& sockets() noexcept { return sockets_; }
    [[nodiscard]] bool has_headers_first() const noexcept { return defaults_.headers_first; }
    [[nodiscard]] UrlCache& urls() noexcept { return urls_; }
    /// As classify(); remembers the last one, since requests in a row mostly go to the same address.
    [[nodiscard]] Network network_of(std::string_view address);
    [[nodiscard]] const ProxyEnvironment& proxies() const noexcept { return proxies_; }
    [[nodiscard]] Counters counters() const noexcept;
    void tell_credentials(const Request& request, const Auth& auth) const;
    void tell_credentials(std::string_view proxy) const;
    void count_received(size_t bytes) noexcept { received_ += bytes; }
    void count_finished() noexcept { ++finished_; }

    /// Where a transfer of this origin goes.
    [[nodiscard]] Shard& shard_for(Origin& origin);
    [[nodiscard]] Easy& take_easy();
    void give_back(Easy& easy);
    /// Watches the transfer's speed, until unwatch().
    void watch(Hop& hop);
    void unwatch(Hop& hop) noexcept;
    /// There are no descriptors left: closes the connections that are idle, as far as that is possible.
    void close_idle_connections();

  private:
    void run() override;  // the watch's timer
    [[nodiscard]] Shard& shard(size_t index);
    [[nodiscard]] ShareOwner make_share(bool with_cookies) const;

    runtime::Loop& loop_;
    ClientOptions options_;
    std::optional<Failure> problem_;
    bool prepared_ = false;
    Sockets sockets_;
    ShareOwner share_;
    ShareOwner cookie_share_;
    EasyDefaults defaults_;
    ProxyEnvironment proxies_;
    UrlCache urls_;
    std::string last_address_;
    Network last_network_ = Network::global;
    std::unique_ptr<Admission> admission_;
    std::vector<std::unique_ptr<Easy>> idle_;
    std::vector<std::unique_ptr<Shard>> shards_;  // null until used
    uint32_t connections_per_shard_ = 1;
    runtime::HookList<Hop, ActiveTag> active_;
    uint64_t received_ = 0;
    uint64_t finished_ = 0;
};

}  // namespace aiorun::http
