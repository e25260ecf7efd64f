#include "steps/stream_into.hpp"

#include <array>

#include "http/url.hpp"
#include "steps/fetch_error.hpp"
#include "steps/fetch_response.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"
#include "steps/visitor.hpp"

namespace aiorun::steps {
namespace {

constexpr size_t longest_error_page = 64U << 10U;

/// The HTTPError of a response that was opened, with as much of its body as an error needs.
Coro<Completion> refused(effects::Stream& stream, http::Request request) {
    std::string body;
    while (body.size() < longest_error_page) {
        http::Result<std::string> bytes = co_await stream.read();
        if (!bytes && bytes.error().kind == http::FailureKind::cancelled) {
            co_return Completion::cancelled();
        }
        if (!bytes || bytes->empty()) {
            break;
        }
        body += *bytes;
    }
    http::Response response = stream.response();
    response.body = Value(std::move(body));
    co_return Completion::raised(status_error(request, std::move(response)));
}

/// Where the bytes come from.
struct Source {
    effects::Stream& stream;
    const http::Request& request;

    /// What is wrong with the bytes, as an error that names the request they are the answer to.
    [[nodiscard]] Completion fail(const Value& problem) const {
        return value::value_error(request.method + " " + http::shown_url(stream.response().url) + ": " +
                                  problem.as_failure().message);
    }
};

/// While a task waits for something else than the transfer: the end of the transfer's time cancels that wait.
class TimeoutWatch final : private runtime::Callback {
  public:
    TimeoutWatch(runtime::Task& task, effects::Stream& stream)
        : task_(task), stream_(stream), cancelling_(task.cancelling()) {
        stream_.on_timeout(this);
    }
    ~TimeoutWatch() { stream_.on_timeout(nullptr); }
    /// To be asked once: whether that ended the wait, and no cancellation that came meanwhile.
    [[nodiscard]] bool ended(const Completion& wait) {
        return is_over_ && task_.uncancel() <= cancelling_ && wait.is_cancelled();
    }

  private:
    void run() override {
        is_over_ = true;
        task_.cancel();
    }

    runtime::Task& task_;
    effects::Stream& stream_;
    uint32_t cancelling_;
    bool is_over_ = false;
};

/// The error of a transfer that has ended; what came before it is dropped.
Coro<Completion> failure_of(Source source) {
    while (true) {
        http::Result<std::string> bytes = co_await source.stream.read();
        if (!bytes) {
            co_return Completion::raised(transfer_error(bytes.error(), source.request));
        }
        if (bytes->empty()) {
            co_return Completion();
        }
    }
}

/// Into a full queue. The transfer's timeout is not to wait for whoever empties it.
Coro<Completion> put_when_free(runtime::Task& task, runtime::Queue& queue, Value item, Source source) {
    TimeoutWatch watch(task, source.stream);
    Completion put = co_await queue.put(task, {std::move(item), Value(0)});
    if (watch.ended(put)) {
        co_return co_await failure_of(source);
    }
    co_return put;
}

/// Puts all items that are there. A completion that raises when the queue takes no more, or an item is none.
Coro<Completion> put_all(runtime::Task& task, runtime::Queue& queue, StreamItems& items, const Source& source,
                         int64_t& count) {
    while (auto item = items.next()) {
        if (item->is_failure()) {
            co_return source.fail(*item);
        }
        Completion put = queue.full() ? co_await put_when_free(task, queue, std::move(*item), source)
                                      : queue.put_nowait({std::move(*item), Value(0)});
        if (put.is_raised()) {
            co_return put;
        }
        ++count;
    }
    co_return Completion();
}

Value summary(http::Response response, int64_t count) {
    Value value = response_value(std::move(response), ResponseBody::elsewhere);
    return value::MapBuilder(value.as_map()).set("count", count).build();
}

}  // namespace

std::optional<StreamInto> StreamInto::read(const document::Node& stream,
                                           const std::optional<document::Node>& into,
                                           const Context& context) {
    constexpr std::array<std::string_view, 3> words{"lines", "ndjson", "sse"};
    size_t format = read_choice(stream, words, "\"stream\"", context);
    if (!into) {
        context.error(stream, "missing-key", "\"stream\" needs the key \"into\"",
                      "into: the queue that items go to");
        return std::nullopt;
    }
    constexpr std::array kinds{expression::NameKind::queue};
    std::optional<uint32_t> queue = read_shared(*into, kinds, context);
    return queue ? std::optional(StreamInto(static_cast<StreamFormat>(format), *queue, into->span())) : std::nullopt;
}

void StreamInto::visit(ActionVisitor& visitor) const { visitor.use(queue_, "stream", span_); }

Coro<Completion> StreamInto::run(Frame& frame, http::Request request) const {
    auto opened = co_await frame.run().effects().open(request);
    if (!opened) {
        co_return Completion::raised(transfer_error(opened.error(), request));
    }
    effects::Stream& stream = **opened;
    if (!http::is_expected(request, stream.response().status)) {
        co_return co_await refused(stream, std::move(request));
    }
    auto& queue = frame.run().shared<runtime::Queue>(queue_);
    StreamItems items(format_);
    if (value::StandIn* unknown = value::as_stand_in(stream.response().body)) {
        items.stand_in(*unknown);
    }
    Source source{stream, request};
    int64_t count = 0;
    while (true) {
        http::Result<std::string> bytes = co_await stream.read();
        if (!bytes) {
            co_return Completion::raised(transfer_error(bytes.error(), request));
        }
        bool is_end = bytes->empty();
        is_end ? items.finish() : items.add(*bytes);
        Completion put = co_await put_all(frame.task(), queue, items, source, count);
        if (put.is_raised()) {
            co_return put;
        }
        if (is_end) {
            co_return summary(stream.response(), count);
        }
    }
}

}  // namespace aiorun::steps
