// The part of Exchange that judges what came of a hop: the end, a failure, or another hop.
#include "http/content_range.hpp"
#include "http/exchange.hpp"
#include "http/explain.hpp"
#include "http/url.hpp"

namespace aiorun::http {

Exchange::Outcome Exchange::judge(Next& next) {
    if (hop_->failure() || hop_->code() != CURLE_OK || !hop_->done()) {
        return judge_failed_hop(next);
    }
    int status = hop_->head().status();
    if (hop_->leads_on()) {
        next = Next::again;
        return redirect();
    }
    if (hop_->part_is_unfit()) {
        return begin_anew(next);
    }
    if (status == 416 && order_.resume_at > 0) {
        return judge_range(next);
    }
    return finish();
}

Exchange::Outcome Exchange::judge_failed_hop(Next& next) {
    bool harmless = !hop_->request_sent() || order_.method == "GET" || order_.method == "HEAD";
    bool starved =
        hop_->out_of_descriptors() || (!hop_->request_sent() && !hop_->failure() && !descriptors_are_left());
    if (starved && harmless && !hop_->streams()) {
        if (starved_ >= request_.connect_timeout) {
            return fail(FailureKind::connection,
                        "there are no file descriptors left, raise `ulimit -n` or lower --max-connections");
        }
        engine_.admission().shrink();
        engine_.close_idle_connections();
        end_hop();
        ticket_.give_back();
        next = Next::wait_for_descriptors;
        return std::nullopt;
    }
    Failure failure = fail(hop_->failure() ? *hop_->failure() : explain(*hop_, order_));
    end_hop();
    ticket_.give_back();
    return failure;
}

/// 416 to a resumption: either all of it was there already, or it has changed and is fetched anew.
Exchange::Outcome Exchange::judge_range(Next& next) {
    const Head& head = hop_->head();
    uint64_t size = order_.resume_at;
    std::optional<ContentRange> range = read_content_range(head);
    bool whole = range && !range->part && range->total == size && agrees(head, file_->validator()) &&
                 file_->known().size.value_or(size) == size;
    if (whole && file_->begin(size, {.size = size})) {
        fill_response();
        response_.status = 206;
        return finish();
    }
    return begin_anew(next);
}

Exchange::Outcome Exchange::begin_anew(Next& next) {
    order_.resume_at = 0;
    next = Next::again;
    end_hop();
    return std::nullopt;
}

Exchange::Outcome Exchange::redirect() {
    int status = hop_->head().status();
    std::string location(*hop_->head().find("location"));
    if (response_.redirects >= request_.redirects.maximum) {
        Failure failure{FailureKind::http, "more than " + std::to_string(request_.redirects.maximum) +
                                               " redirects (max_redirects), the last one to " +
                                               shown_url(location)};
        failure.status = status;
        fill_response();
        failure.response = std::make_shared<const Response>(response_);
        return fail(std::move(failure));
    }
    std::expected<TargetUrl, std::string> url = resolve_location(*order_.url, location);
    if (!url) {
        bool scheme = url.error().starts_with("the scheme");
        return fail(scheme ? FailureKind::value : FailureKind::connection,
                    "redirected to " + shown_url(location) + ": " + url.error());
    }
    if (order_.url->scheme == "https" && url->scheme != "https") {
        return fail(FailureKind::value, "redirected from https to " + shown_url(location) +
                                            ", which is refused: it is not encrypted");
    }
    bool elsewhere = url->origin != order_.url->origin;
    if (response_.redirects == 0) {
        first_url_ = shown_url(order_.url->text);
    }
    end_hop();
    order_.url = std::make_shared<const TargetUrl>(std::move(*url));
    ++response_.redirects;
    if (elsewhere) {
        leave_origin();
    }
    if (order_.url->has_credentials) {
        order_.auth = BasicAuth{order_.url->user, order_.url->password};  // the server's own choice
    }
    // As browsers and curl do: POST becomes GET, but for 307 and 308; 303 makes all but HEAD a GET.
    bool becomes_get =
        (status == 303 && order_.method != "HEAD") || (status < 303 && order_.method == "POST");
    if (becomes_get) {
        order_.method = "GET";
        order_.with_body = false;
    }
    return std::nullopt;
}

void Exchange::leave_origin() {
    if (request_.redirects.headers == RedirectHeaders::drop) {
        order_.trust = Trust::none;
        order_.auth = {};
    }
    if (!ticket_.move_to(order_.url->origin)) {
        ticket_.give_back();  // and wait for a turn there
    }
}

void Exchange::end_hop() {
    if (hop_) {
        Timings timings = hop_->timings();
        spent_ += timings.total;
        course_ = course(timings);
        hop_.reset();
    }
}

void Exchange::fill_response() {
    response_.status = hop_->head().status();
    response_.headers = hop_->head().headers();
    response_.url = order_.url->text;
    response_.method = order_.method;
    response_.redirected_from = first_url_;
    response_.http_version = hop_->http_version();
}

Exchange::Outcome Exchange::finish() {
    engine_.admission().recover();
    if (response_.headers.is_null()) {
        fill_response();
    }
    ticket_.origin().protocol = response_.http_version == "2" ? Protocol::multiplexed : Protocol::single;
    bool from_file = file_ && file_->begun();
    response_.size = from_file ? file_->size() : hop_->size();
    if (until_ == Until::end) {
        response_.body = value::Value(hop_->take_body());
    }
    response_.timings = hop_->timings();
    response_.course = course_ = course(response_.timings);
    response_.timings.redirect = spent_;
    response_.timings.first_byte += response_.timings.first_byte == Duration(0) ? Duration(0) : spent_;
    response_.timings.total += spent_;
    if (from_file) {
        if (Outcome failure = finish_file()) {
            return failure;
        }
    }
    hop_.reset();
    ticket_.give_back();
    return std::nullopt;
}

Exchange::Outcome Exchange::finish_file() {
    if (!file_->flush()) {
        return fail(FailureKind::file, file_->problem());
    }
    if (!file_->is_whole()) {
        return fail(FailureKind::connection, file_->problem());
    }
    if (!file_->verify()) {
        return fail(FailureKind::value, file_->problem());
    }
    if (!file_->commit()) {
        return fail(FailureKind::file, file_->problem());
    }
    response_.saved = true;
    return std::nullopt;
}

}  // namespace aiorun::http
