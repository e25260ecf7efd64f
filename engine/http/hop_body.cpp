// The part of Hop that takes the response's body in.
#include <algorithm>
#include <limits>

#include "http/content_range.hpp"
#include "http/engine.hpp"
#include "http/hop.hpp"
#include "http/text.hpp"

namespace aiorun::http {
namespace {

/// RFC 9112 6.3: whatever the headers say.
bool status_has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

bool Hop::leads_on() const {
    return is_redirect(head_.status()) && order_.request->redirects.follow && !head_.find("location").value_or("").empty();
}

Hop::Target Hop::choose_target() {
    const Request& request = *order_.request;
    int status = head_.status();
    limit_ = limits::side_body;
    if (leads_on()) {
        return Target::none;
    }
    bool expected = is_expected(request, status) && status != 304;
    Target target = order_.delivery == Delivery::stream             ? Target::stream
                    : order_.delivery == Delivery::file && expected ? Target::file
                                                                    : Target::memory;
    if (target != Target::memory) {
        limit_ = request.max_body.value_or(std::numeric_limits<uint64_t>::max());
    } else if (order_.delivery == Delivery::memory) {
        limit_ = request.max_body.value_or(limits::body);
    }
    return target;
}

void Hop::begin_body() {
    body_begun_ = true;
    target_ = choose_target();
    const Request& request = *order_.request;
    if (request.compressed && head_.is_encoded()) {
        std::string encoding = head_.joined("content-encoding");
        bool own_encoding = std::any_of(
            request.headers.begin(), request.headers.end(),
            [](const Field& header) { return equal_ignoring_case(header.name, "accept-encoding"); });
        std::optional<Decoder> decoder = Decoder::create(encoding);
        if (decoder) {
            decoder_ = std::move(*decoder);
        } else if (target_ != Target::none && !own_encoding) {
            (void)fail(FailureKind::connection, "the response's content encoding \"" +
                                                    encoding.substr(0, 80) + "\" was not asked for");
        }
    }
    bool is_said = !decoder_.active() && order_.method != "HEAD" && status_has_body(head_.status());
    std::optional<uint64_t> length = is_said ? head_.content_length() : std::nullopt;
    if (length && *length > limit_ && is_limit_strict()) {
        (void)fail(FailureKind::value, "the body of " + std::to_string(*length) +
                                           " bytes is over max_body (" + std::to_string(limit_) + " bytes)");
    } else if (target_ == Target::file) {
        (void)begin_file({validator_of(head_), length});
    } else if (length && target_ == Target::memory) {
        body_.reserve(std::min({*length, limit_, limits::trusted_length}));
    }
}

/// Whether more than the limit is an error, and not just of no interest (as of an error page in place of a
/// file).
bool Hop::is_limit_strict() const noexcept {
    return target_ == Target::memory ? order_.delivery == Delivery::memory : target_ != Target::none;
}

bool Hop::begin_file(WholeFile whole) {
    SavedFile& file = *order_.file;
    bool is_part = head_.status() == 206;
    if (is_part && order_.resume_at == 0 && !has_header(order_, "range")) {
        return fail(FailureKind::connection, "the server answered with a part (status 206, Content-Range " +
                                                 head_.joined("content-range").substr(0, 80) +
                                                 ") when the whole was asked for");
    }
    uint64_t offset = is_part ? order_.resume_at : 0;
    if (offset > 0) {
        std::optional<ContentRange> range = read_content_range(head_);
        if (!range || !range->part || range->part->first != offset) {
            return fail(FailureKind::connection, "the server answered with another range than byte " +
                                                     std::to_string(offset) + " and on");
        }
        whole.size = range->total ? range->total : file.known().size;
        bool fits = !decoder_.active() && whole.size && agrees(head_, file.validator()) &&
                    file.known().size.value_or(*whole.size) == *whole.size;
        if (!fits) {
            target_ = Target::none;
            part_is_unfit_ = enough_ = true;
            return false;
        }
    }
    if (!file.begin(offset, std::move(whole))) {
        out_of_descriptors_ = file.lacks_descriptors();
        return fail(FailureKind::file, file.problem());
    }
    return true;
}

Hop::Flow Hop::on_body(std::string_view bytes) {
    if (!body_begun_) {
        begin_body();
        if (waiter_ != nullptr && target_ == Target::stream) {
            waiter_->wake();
        }
    }
    if (failure_ || enough_) {
        return Flow::stop;
    }
    if (is_full()) {
        rest();  // libcurl brings the same bytes again
        return Flow::pause;
    }
    engine_.count_received(bytes.size());
    bool goes_on = is_sound(decoder_.decode(bytes, *this));
    if (target_ == Target::stream && waiter_ != nullptr && !body_.empty()) {
        waiter_->wake();
    }
    return goes_on ? Flow::go_on : Flow::stop;
}

bool Hop::is_sound(Decoding result) {
    if (result == Decoding::corrupt) {
        (void)fail(FailureKind::connection, "the compressed body is corrupt");
    }
    return result == Decoding::ok || result == Decoding::full;
}

/// As much as a stream holds for its reader; a few compressed bytes may be far more than that.
bool Hop::is_full() const {
    return target_ == Target::stream && body_.size() >= limits::stream_buffer;
}

/// Decoded bytes.
bool Hop::write(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > limit_) {
        if (is_limit_strict()) {
            return fail(FailureKind::value,
                        "the body is over max_body (" + std::to_string(limit_) + " bytes)");
        }
        enough_ = true;
        return false;
    }
    if (target_ == Target::file) {
        return order_.file->write(bytes) || fail(FailureKind::file, order_.file->problem());
    }
    if (target_ != Target::none) {
        uint64_t needed = body_.size() + bytes.size();
        if (needed > body_.capacity() && needed > limit_ / 64 && limit_ <= limits::reserved_body) {
            body_.reserve(limit_);
        }
        body_ += bytes;
    }
    return true;
}

void Hop::finish_body() {
    if (!head_.complete()) {
        (void)fail(FailureKind::connection, "the server closed the connection in the middle of the headers");
        return;
    }
    if (!body_begun_) {
        begin_body();
    }
    if (!failure_ && !enough_ && !decoder_.is_complete()) {
        (void)fail(FailureKind::connection, "the compressed body breaks off before its end");
    }
}

std::string Hop::take_body() {
    std::string bytes = std::exchange(body_, {});
    if (decoder_.has_rest()) {
        (void)is_sound(decoder_.go_on(*this));
        if (done_ && code_ == CURLE_OK && !failure_ && !decoder_.has_rest()) {
            finish_body();
        }
    }
    if (paused_ && shard_ != nullptr && !is_full()) {
        go_on();
    }
    return bytes;
}

/// Waits for the reader. Unless a timeout ends that, only the reader can: if it never comes, that is a deadlock, and
/// nothing of the transfer may keep the loop from seeing it.
void Hop::rest() {
    paused_ = true;
    if (!order_.time_left) {
        rests_ = true;
        engine_.unwatch(*this);
        shard_->rest();
    }
}

void Hop::go_on() {
    paused_ = false;
    sampled_ = slow_since_ = std::chrono::steady_clock::now();
    if (std::exchange(rests_, false)) {
        shard_->go_on();
        watch();
    }
    curl_easy_pause(handle(), CURLPAUSE_CONT);
}

}  // namespace aiorun::http
