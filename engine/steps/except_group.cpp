#include "steps/except_group.hpp"

#include <unordered_set>

namespace aiorun::steps {
namespace {

using value::Error;
using value::ErrorReference;

using value::make_group;

/// A group with the same outside and other errors inside; null when there are none.
ErrorReference derive(const Error& group, std::vector<ErrorReference> errors) {
    if (errors.empty()) {
        return nullptr;
    }
    ErrorReference derived = make_group(group.message, std::move(errors));
    derived->cause = group.cause;
    derived->task = group.task;
    derived->step = group.step;
    derived->place = group.place;
    return derived;
}

struct Parts {
    ErrorReference match;  // null when nothing matched
    ErrorReference rest;   // null when everything did
};

/// BaseExceptionGroup.split: by leaves, keeping how groups nest.
template <class Matches>
Parts split(const Error& group, const Matches& matches) {
    std::vector<ErrorReference> match;
    std::vector<ErrorReference> rest;
    for (const ErrorReference& each : group.errors) {
        if (!each->is_group()) {
            (matches(*each) ? match : rest).push_back(each);
            continue;
        }
        Parts parts = split(*each, matches);
        if (parts.match) {
            match.push_back(parts.match);
        }
        if (parts.rest) {
            rest.push_back(parts.rest);
        }
    }
    return {derive(group, std::move(match)), derive(group, std::move(rest))};
}

void collect_leaves(const Error& error, std::unordered_set<const Error*>& leaves) {
    if (!error.is_group()) {
        leaves.insert(&error);
    }
    for (const ErrorReference& each : error.errors) {
        collect_leaves(*each, leaves);
    }
}

/// What handlers raised anew, and what goes on as it was: re-raised or never taken.
struct Raised {
    std::vector<ErrorReference> fresh;
    std::vector<ErrorReference> again;
};

/// As CPython's _PyExc_PrepReraiseStar has it.
Completion conclude(const ErrorReference& error, Raised raised, bool taken, Completion last) {
    bool naked = !error->is_group();
    if (naked && raised.fresh.empty() && !raised.again.empty()) {
        return Completion::raised(taken ? raised.again[0] : error);
    }
    if (!raised.again.empty()) {
        std::unordered_set<const Error*> kept;
        for (const ErrorReference& each : raised.again) {
            collect_leaves(*each, kept);
        }
        raised.fresh.push_back(split(*error, [&](const Error& leaf) { return kept.contains(&leaf); }).match);
    }
    if (raised.fresh.empty()) {
        return last;
    }
    return Completion::raised(raised.fresh.size() == 1 ? raised.fresh[0] : make_group("", std::move(raised.fresh)));
}

}  // namespace

Coro<Completion> handle_group(const std::vector<Handler>& handlers, Frame& frame, ErrorReference error) {
    ErrorReference rest = error->is_group() ? error : make_group("", {error});
    Raised raised;
    Completion last;
    for (const Handler& handler : handlers) {
        if (!rest) {
            break;
        }
        Parts parts = split(*rest, [&](const Error& leaf) { return handler.takes(leaf); });
        rest = parts.rest;
        if (!parts.match) {
            continue;
        }
        Completion end = co_await handler.handle(frame, parts.match);
        if (!end.is_raised()) {
            last = std::move(end);
        } else if (&end.error() == parts.match.get()) {
            raised.again.push_back(parts.match);
        } else {
            raised.fresh.push_back(end.error_reference());
        }
    }
    bool all_taken = !rest;
    if (rest) {
        raised.again.push_back(rest);
    }
    co_return conclude(error, std::move(raised), all_taken, std::move(last));
}

}  // namespace aiorun::steps
