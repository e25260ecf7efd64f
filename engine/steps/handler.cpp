#include "steps/handler.hpp"

#include <algorithm>
#include <array>

#include "runtime/error_value.hpp"
#include "steps/options.hpp"
#include "steps/step_reader.hpp"

namespace aiorun::steps {
namespace {

constexpr std::array<Key, 4> keys{{
    {"type", Shape::anything, Presence::optional, "",
     "the type of error, or a list of them, by exact name; without one every error but CancelledError"},
    {"if", Shape::condition, Presence::optional, "", "a further condition, which sees the error"},
    {"as", Shape::name, Presence::optional, "error", "the name that the error is bound to"},
    {"do", Shape::steps, Presence::required, "", "the steps"},
}};

/// What handlers further up take for sure, to see those that are never reached.
class Taken {
  public:
    [[nodiscard]] bool all_of(const Handler& handler) const {
        if (handler.types.empty()) {
            return everything_;
        }
        return std::ranges::all_of(handler.types.all(), [&](const ErrorType& type) {
            return std::ranges::find(types_, type.name) != types_.end() ||
                   (everything_ && type.name != value::error_type::cancelled);
        });
    }
    void add(const Handler& handler) {
        if (handler.condition) {
            return;
        }
        everything_ = everything_ || handler.types.empty();
        for (const ErrorType& type : handler.types.all()) {
            types_.push_back(type.name);
        }
    }

  private:
    std::vector<std::string> types_;
    bool everything_ = false;
};

/// The slot of the name that the error is bound to: that of `as`, else `error`.
uint32_t read_error_name(const document::Node& handler, const std::optional<document::Node>& as, const Context& context) {
    if (as) {
        return read_binding(*as, "as", context).value_or(0);
    }
    const Global* global = context.names().find("error");
    if (global != nullptr && global->kind == Global::Kind::variable) {
        context.error(handler, "binds-variable", "a handler binds its error to \"error\", which is a variable of the run",
                      "give it another name by `as`");
    }
    return context.scope().bind("error", handler.span());
}

Handler read_handler(const document::Node& node, HandlerKind kind, const Context& context) {
    Options map(node, keys, "a handler", context);
    Handler handler;
    if (auto type = map.find("type")) {
        handler.types = ErrorTypes::read(*type, "type", context);
    }
    auto as = map.find("as");
    std::string name = as && as->is_scalar() ? std::string(as->text()) : "error";
    handler.error_slot = read_error_name(node, as, context);
    handler.handled_slot = context.scope().hidden();
    if (auto condition = map.find("if")) {
        if (kind == HandlerKind::group) {
            context.error(*condition, "unknown-key", "a handler of \"except_group\" has no \"if\"",
                          "test the errors of the group inside of the handler");
        }
        ExtraNames extra(context.scope(), name);
        handler.condition_slot = extra.slot();
        handler.condition = expression::compile_condition(*condition, extra, context.diagnostics());
    }
    if (auto body = map.find("do")) {
        Context inner = context.for_handler(handler.handled_slot);
        handler.body = read_steps(*body, kind == HandlerKind::group ? inner.without_jumps() : inner, "do");
    }
    return handler;
}

}  // namespace

std::span<const Key> handler_keys() { return keys; }

bool Handler::takes(const value::Error& error) const {
    if (types.empty()) {
        return !error.is(value::error_type::cancelled);
    }
    return types.contains(error.type);
}

Coro<Completion> Handler::handle(Frame& frame, value::ErrorReference error) const {
    frame.slot(error_slot) = runtime::error_to_full_value(*error);
    Value before = std::exchange(frame.slot(handled_slot), Value(error));
    Completion end = co_await body.run(frame);
    frame.slot(handled_slot) = std::move(before);
    if (end.is_raised()) {
        set_cause(end.error(), error);
    }
    co_return end;
}

std::vector<Handler> read_handlers(const document::Node& node, HandlerKind kind, const Context& context) {
    std::vector<Handler> handlers;
    Taken taken;
    for (size_t i = 0; i < (node.is_list() ? node.size() : 1); ++i) {
        document::Node each = node.is_list() ? node.item(i) : node;
        if (!each.is_map()) {
            context.error(each, "wrong-type", "a handler is a map with `do`, found " + std::string(each.kind_name()),
                          "for example `except: { type: TimeoutError, do: […] }`");
            continue;
        }
        handlers.push_back(read_handler(each, kind, context));
        if (taken.all_of(handlers.back())) {
            context.error(each, "unreachable", "this handler is never reached: those before it take all of its errors");
        }
        taken.add(handlers.back());
    }
    return handlers;
}

void set_cause(value::Error& error, const value::ErrorReference& handled) {
    if (error.cause || &error == runtime::cancelled_error().get()) {
        return;
    }
    for (const value::Error* each = handled.get(); each != nullptr; each = each->cause.get()) {
        if (each == &error) {
            return;
        }
    }
    error.cause = handled;
}

}  // namespace aiorun::steps
