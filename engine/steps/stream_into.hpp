// `stream` of a fetch: the body goes into a queue while it arrives.
#pragma once

#include <cstdint>
#include <optional>

#include "document/tree.hpp"
#include "http/request.hpp"
#include "runtime/queue.hpp"
#include "steps/action.hpp"
#include "steps/context.hpp"
#include "steps/stream_items.hpp"

namespace aiorun::steps {

class StreamInto {
  public:
    /// `stream` says how the body is divided, `into` names the queue. Nothing when they are wrong, which is
    /// reported.
    [[nodiscard]] static std::optional<StreamInto> read(const document::Node& stream,
                                                        const std::optional<document::Node>& into,
                                                        const Context& context);

    /// Puts items as they come, and waits while the queue is full; the transfer then pauses. Ends with the
    /// body: the response without text and json, and how many items there were as `count`. The queue stays
    /// open.
    [[nodiscard]] Coro<Completion> run(Frame& frame, http::Request request) const;
    void visit(ActionVisitor& visitor) const;

  private:
    StreamInto(StreamFormat format, uint32_t queue, document::Span span)
        : format_(format), queue_(queue), span_(span) {}

    StreamFormat format_;
    uint32_t queue_;  // among the globals
    document::Span span_;
};

}  // namespace aiorun::steps
