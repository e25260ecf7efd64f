#include "http/engine.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>

#include "http/check.hpp"
#include "http/text.hpp"
#include "http/url.hpp"

namespace aiorun::http {
namespace {

constexpr Duration watch_interval = std::chrono::milliseconds(250);

/// Raises the limit of open files as far as it goes, and gives it.
uint64_t raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 256;
    }
    if (limit.rlim_cur < limit.rlim_max) {
        rlim_t soft = std::exchange(limit.rlim_cur, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            limit.rlim_cur = soft;
        }
    }
    return limit.rlim_cur;
}

/// By default half of the descriptors, since a transfer can have a file beside its socket; more when it is
/// asked for.
uint32_t choose_connections(const std::optional<uint32_t>& wanted, uint64_t descriptors) {
    uint64_t usable = descriptors > 2 * limits::reserved_descriptors
                          ? descriptors - limits::reserved_descriptors
                          : std::max<uint64_t>(descriptors / 2, 1);
    uint64_t connections = wanted ? std::min<uint64_t>(*wanted, usable)
                                  : std::min<uint64_t>(usable / 2, limits::default_connections);
    return static_cast<uint32_t>(std::max<uint64_t>(connections, 1));
}

}  // namespace

Engine::Engine(runtime::Loop& loop, ClientOptions options)
    : loop_(loop), options_(std::move(options)), sockets_(loop.reactor()) {}

Engine::~Engine() {
    shards_.clear();  // connections first: closing them tells the sockets
    idle_.clear();
}

void Engine::prepare() {
    if (prepared_) {
        return;
    }
    prepared_ = true;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    // A peer that closes its end must not end the process; OpenSSL writes without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    uint32_t connections = choose_connections(options_.max_connections, raise_descriptor_limit());
    uint32_t per_origin = std::max(options_.per_host.value_or(connections), 1U);
    admission_ = std::make_unique<Admission>(connections, per_origin);
    size_t count = std::clamp<size_t>(connections / limits::shard_share, 1, limits::shards);
    shards_.resize(count);
    connections_per_shard_ = static_cast<uint32_t>((connections + count - 1) / count);
    share_ = make_share(false);
    cookie_share_ = make_share(true);
    proxies_ = ProxyEnvironment::read();
    defaults_.user_agent = options_.user_agent;
    defaults_.insecure = options_.certificates == CertificateCheck::insecure;
    constexpr unsigned repaired = 0x080100;  // libcurl 8.1.0
    defaults_.headers_first = curl_version_info(CURLVERSION_NOW)->version_num < repaired;
    defaults_.sockets = &sockets_;
    defaults_.share = share_.get();
    defaults_.cookie_share = cookie_share_.get();
    problem_ = check_user_agent(options_.user_agent);
    // Both in one item: libcurl walks through the list a dozen times for each request.
    std::string agent = options_.user_agent.empty() ? "" : "User-Agent: " + options_.user_agent + "\r\n";
    defaults_.headers.append(agent + std::string(accept_encoding));
}

ShareOwner Engine::make_share(bool with_cookies) const {
    ShareOwner share(curl_share_init());
    curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    if (with_cookies) {
        curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
    }
    return share;
}

void Engine::tell_credentials(const Request& request, const Auth& auth) const {
    if (!options_.on_credential) {
        return;
    }
    if (const auto* basic = std::get_if<BasicAuth>(&auth)) {
        options_.on_credential(basic->password);
    } else if (const auto* digest = std::get_if<DigestAuth>(&auth)) {
        options_.on_credential(digest->password);
    } else if (const auto* bearer = std::get_if<BearerAuth>(&auth)) {
        options_.on_credential(bearer->token);
    }
    for (const Field& header : request.headers) {
        if (equal_ignoring_case(header.name, "authorization") ||
            equal_ignoring_case(header.name, "proxy-authorization")) {
            // The scheme in front is no secret.
            options_.on_credential(std::string_view(header.value).substr(header.value.find(' ') + 1));
        }
    }
}

void Engine::tell_credentials(std::string_view proxy) const {
    std::string whole = percent_decode(userinfo(proxy));
    if (options_.on_credential && !whole.empty()) {
        options_.on_credential(whole);
        options_.on_credential(std::string_view(whole).substr(std::min(whole.find(':'), whole.size() - 1) + 1));
    }
}

Counters Engine::counters() const noexcept {
    Counters counters{.finished = finished_, .received = received_};
    if (admission_) {
        counters.open = admission_->open();
        counters.queued = admission_->queued();
    }
    return counters;
}

Network Engine::network_of(std::string_view address) {
    if (address != last_address_) {
        last_address_ = address;
        last_network_ = classify(address);
    }
    return last_network_;
}

Shard& Engine::shard(size_t index) {
    if (!shards_[index]) {
        shards_[index] = std::make_unique<Shard>(loop_, sockets_, connections_per_shard_);
    }
    return *shards_[index];
}

/// The first shard from the origin's home on that is not busy: so few transfers use few shards and find their
/// connections again, and many spread. An origin that multiplexes, or may, stays at home.
Shard& Engine::shard_for(Origin& origin) {
    size_t count = shards_.size();
    auto load = [&](size_t index) { return shards_[index] ? shards_[index]->load() : 0; };
    size_t start = origin.home.value_or(0);
    bool may_multiplex =
        origin.protocol == Protocol::multiplexed || (origin.protocol == Protocol::unknown && origin.secure);
    if (origin.home && may_multiplex) {
        return shard(start);
    }
    size_t best = start;
    for (size_t step = 0; step < count && load(best) >= limits::shard_share; ++step) {
        size_t index = (start + step) % count;
        if (load(index) < load(best) || load(index) < limits::shard_share) {
            best = index;
        }
    }
    if (!origin.home) {
        origin.home = best;
    }
    return shard(best);
}

Easy& Engine::take_easy() {
    if (idle_.empty()) {
        return *std::make_unique<Easy>(defaults_).release();  // comes back by give_back
    }
    Easy* easy = idle_.back().release();
    idle_.pop_back();
    return *easy;
}

void Engine::give_back(Easy& easy) {
    std::unique_ptr<Easy> owned(&easy);
    if (idle_.size() < limits::idle_handles) {
        idle_.push_back(std::move(owned));
    }
}

void Engine::watch(Hop& hop) {
    if (active_.empty()) {
        loop_.set_timer(*this, loop_.now() + watch_interval);
    }
    active_.push_back(hop);
}

void Engine::unwatch(Hop& hop) noexcept {
    static_cast<runtime::Hook<ActiveTag>&>(hop).unlink();
    if (active_.empty()) {
        loop_.cancel_timer(*this);  // an idle client must not keep a virtual clock going
    }
}

void Engine::run() {
    auto now = std::chrono::steady_clock::now();
    for (Hop* hop = active_.first(); hop != nullptr;) {
        Hop* next = active_.next(*hop);
        hop->check_speed(now);  // may end it, and nothing else
        hop = next;
    }
    if (!active_.empty()) {
        loop_.set_timer(*this, loop_.now() + watch_interval);
    }
}

void Engine::close_idle_connections() {
    for (std::unique_ptr<Shard>& shard : shards_) {
        if (shard && shard->load() == 0) {
            shard.reset();
        }
    }
}

}  // namespace aiorun::http
