#include "http/exchange.hpp"

#include <algorithm>

#include "http/check.hpp"
#include "http/explain.hpp"
#include "http/refusal.hpp"
#include "http/text.hpp"
#include "http/url.hpp"
#include "runtime/task.hpp"

namespace aiorun::http {
namespace {

using runtime::Wakeup;

class HopWait final : public runtime::Waiter {
  public:
    HopWait(runtime::Task& task, Hop& hop, const Order& order) : Waiter(task), hop_(hop), order_(order) {
        hop.set_waiter(this);
    }
    ~HopWait() { hop_.set_waiter(nullptr); }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override {
        return {runtime::WaitKind::transfer, order_.url->origin};
    }
    [[nodiscard]] std::string shown_name() const override {
        return order_.method + " " + shown_url(order_.url->text);
    }

  private:
    Hop& hop_;
    const Order& order_;
};

/// A pause in which descriptors may become free.
class Pause final : public runtime::Waiter, private runtime::Timer {
  public:
    Pause(runtime::Task& task, Duration duration) : Waiter(task) {
        task.loop().set_timer(*this, task.loop().now() + duration);
    }
    [[nodiscard]] runtime::WaitSubject subject() const noexcept override {
        return {runtime::WaitKind::other, "free file descriptors"};
    }

  private:
    void run() override { wake(); }
};

bool has_authorization(const Request& request) {
    return std::any_of(request.headers.begin(), request.headers.end(), [](const Field& header) {
        return equal_ignoring_case(header.name, "authorization");
    });
}

constexpr Duration starvation_pause = std::chrono::milliseconds(50);

}  // namespace

Exchange::Exchange(Engine& engine, const Request& request, Until until)
    : engine_(engine), request_(request), until_(until) {}

Exchange::~Exchange() {
    hop_.reset();
}

Failure Exchange::fail(Failure failure) const {
    std::string url = order_.url ? shown_url(order_.url->text) : shown_url(request_.url);
    std::string start = (order_.method.empty() ? request_.method : order_.method) + " " + url;
    if (response_.redirects > 0) {
        start += " (redirected from " + first_url_ + ")";
    }
    failure.message = start + ": " + failure.message;
    failure.request_sent = is_request_sent();
    failure.course = std::make_shared<const Course>(course());
    return failure;
}

/// On the way through redirects, too: the first server has carried out what it was asked for.
bool Exchange::is_request_sent() const {
    return response_.redirects > 0 || (hop_ && hop_->request_sent());
}

Failure Exchange::cancelled() const {
    return {.kind = FailureKind::cancelled, .request_sent = is_request_sent(), .course = std::make_shared<const Course>(course())};
}

Failure Exchange::fail(FailureKind kind, std::string message) const {
    return fail(Failure{kind, std::move(message)});
}

/// All that can be known to be wrong before anything is sent.
Exchange::Outcome Exchange::prepare() {
    if (Outcome problem = engine_.problem() ? engine_.problem() : check_request(request_)) {
        return fail(*problem);
    }
    order_.request = &request_;
    order_.method = normal_method(request_.method);
    std::expected<TargetReference, std::string> url = engine_.urls().parse(request_);
    if (!url) {
        return fail(FailureKind::value, url.error());
    }
    order_.url = std::move(*url);
    order_.auth = request_.auth;
    bool is_authenticated = !std::holds_alternative<std::monostate>(order_.auth) || has_authorization(request_);
    if (order_.url->has_credentials && !is_authenticated) {
        order_.auth = BasicAuth{order_.url->user, order_.url->password};
    }
    engine_.tell_credentials(request_, order_.auth);
    if (until_ == Until::body) {
        order_.delivery = Delivery::stream;
    } else if (request_.save) {
        file_ = std::make_unique<SavedFile>(*request_.save);
        if (!file_->problem().empty()) {
            return fail(FailureKind::file, file_->problem());
        }
        order_.delivery = Delivery::file;
        order_.file = file_.get();
        order_.resume_at = file_->resumable_bytes();
    }
    return std::nullopt;
}

runtime::Coro<std::optional<Failure>> Exchange::perform() {
    engine_.prepare();
    asked_ = std::chrono::steady_clock::now();
    if (Outcome problem = prepare()) {
        co_return problem;
    }
    while (true) {
        if (!ticket_) {
            ticket_ = engine_.admission().try_enter(order_.url->origin);
        }
        if (!ticket_ && co_await wait_for_turn() == Wakeup::cancelled) {
            co_return cancelled();
        }
        if (Outcome failure = start_hop()) {
            co_return failure;
        }
        while (hop_->in_flight() && !hop_->streams()) {
            HopWait wait(engine_.task(), *hop_, order_);
            if (co_await wait == Wakeup::cancelled) {
                co_return cancelled();
            }
        }
        if (hop_->streams()) {
            fill_response();
            co_return std::nullopt;  // how it ends is for read() to tell
        }
        Next next = Next::finished;
        if (Outcome failure = judge(next)) {
            co_return failure;
        }
        if (next == Next::finished) {
            co_return std::nullopt;
        }
        if (next == Next::wait_for_descriptors && engine_.admission().open() == 0) {
            if (co_await wait_for_descriptors() == Wakeup::cancelled) {
                co_return cancelled();
            }
        }
    }
}

runtime::Coro<Wakeup> Exchange::wait_for_turn() {
    waited_ = true;
    Turn turn(engine_.task(), engine_.admission(), order_.url->origin);
    Wakeup wakeup = co_await turn;
    if (wakeup == Wakeup::normal) {
        ticket_ = turn.ticket();
    }
    co_return wakeup;
}

runtime::Coro<Wakeup> Exchange::wait_for_descriptors() {
    Pause pause(engine_.task(), starvation_pause);
    starved_ += starvation_pause;
    co_return co_await pause;
}

/// Sends the request, if that is allowed; a hop that could not even start is judged as one that has failed.
Exchange::Outcome Exchange::start_hop() {
    if (Outcome problem = check_address(request_.addresses, *order_.url)) {
        return fail(std::move(*problem));
    }
    if (!set_time_left()) {
        return fail(FailureKind::timeout, "no time is left (timeout)");
    }
    order_.proxy = choose_proxy(engine_.proxies(), request_, *order_.url);
    if (!order_.proxy.empty()) {
        engine_.tell_credentials(order_.proxy);
    }
    note_begin();
    hop_.emplace(engine_, order_, ticket_);
    hop_->start();
    return std::nullopt;
}

void Exchange::note_begin() {
    bool is_first = course_.stage == Course::Stage::turn;
    if (!is_first || waited_) {
        course_.last_began = std::chrono::steady_clock::now() - asked_;
    }
    if (is_first) {
        course_.began = course_.last_began;
    }
    course_.stage = Course::Stage::dns;
}

Course Exchange::course(const Timings& times) const {
    Course course = hop_ ? hop_->course(times) : course_;
    course.began = course_.began;
    course.last_began = course_.last_began;
    return course;
}

bool Exchange::set_time_left() {
    if (!request_.timeout) {
        return true;
    }
    order_.time_left = *request_.timeout - spent_;
    return *order_.time_left > Duration(0);
}

runtime::Coro<Result<std::string>> Exchange::read() {
    while (hop_ && !hop_->has_body() && !hop_->done() && !hop_->failure()) {
        HopWait wait(engine_.task(), *hop_, order_);
        if (co_await wait == Wakeup::cancelled) {
            co_return std::unexpected(cancelled());
        }
    }
    if (!hop_) {
        co_return std::string();
    }
    if (hop_->has_body()) {
        co_return hop_->take_body();
    }
    Next next = Next::finished;
    if (Outcome failure = hop_->code() != CURLE_OK || hop_->failure() ? judge_failed_hop(next) : finish()) {
        end_hop();
        co_return std::unexpected(std::move(*failure));
    }
    co_return std::string();
}

void Exchange::on_timeout(runtime::Callback* callback) noexcept {
    if (hop_) {
        hop_->set_timeout_callback(callback);
    }
}

}  // namespace aiorun::http
