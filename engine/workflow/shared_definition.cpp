#include "workflow/shared_definition.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "document/suggest.hpp"
#include "runtime/barrier.hpp"
#include "runtime/condition.hpp"
#include "runtime/event.hpp"
#include "runtime/rate_limit.hpp"
#include "runtime/semaphore.hpp"
#include "steps/options.hpp"
#include "steps/run.hpp"

namespace aiorun::workflow {
namespace {

using document::Node;
using expression::NameKind;
using steps::Key;
using steps::Presence;
using steps::Shape;

struct Word {
    std::string_view word;
    NameKind kind;
};
constexpr std::array<Word, 10> words{{{"lock", NameKind::lock},
                                      {"semaphore", NameKind::semaphore},
                                      {"bounded_semaphore", NameKind::semaphore},
                                      {"event", NameKind::event},
                                      {"condition", NameKind::condition},
                                      {"queue", NameKind::queue},
                                      {"lifo_queue", NameKind::queue},
                                      {"priority_queue", NameKind::queue},
                                      {"barrier", NameKind::barrier},
                                      {"rate_limit", NameKind::rate_limit}}};
constexpr auto only_words = [] {
    std::array<std::string_view, words.size()> names{};
    for (size_t i = 0; i < words.size(); ++i) {
        names[i] = words[i].word;
    }
    return names;
}();

constexpr std::array<Key, 1> queue_keys{
    {{"maxsize", Shape::integer, Presence::optional, "0", "how many items fit; 0 is without a bound"}}};
constexpr std::array<Key, 1> condition_keys{
    {{"lock", Shape::lock, Presence::optional, "", "a lock that it shares with others"}}};
constexpr std::array<Key, 2> rate_keys{{
    {"rate", Shape::text, Presence::required, "", "how often: 10/s, 100/m, 5/2s"},
    {"burst", Shape::integer, Presence::optional, "1", "how many at once after a pause"},
}};

/// The word of a definition and what stands behind it, if anything does.
struct Written {
    Node word;
    std::optional<Node> value;
};

std::optional<Written> written(const Node& node) {
    if (node.is_string()) {
        return Written{node, std::nullopt};
    }
    if (node.is_map() && node.size() == 1) {
        Node value = node.entry(0);
        return Written{node.key(0), value.is_null() ? std::nullopt : std::optional(value)};
    }
    return std::nullopt;
}

void read_number(SharedDefinition& definition, const Node& node, int64_t least, const steps::Context& context) {
    std::string what = "the number of " + definition.word + " \"" + definition.name + "\"";
    definition.number = steps::Operand<int64_t>::read(node, what, context);
    const int64_t* constant = definition.number.constant();
    if (constant != nullptr && *constant < least) {
        context.error(node, "wrong-value",
                      what + " is at least " + std::to_string(least) + ", found " + std::to_string(*constant));
    }
}

std::expected<runtime::Duration, std::string> parse_rate(std::string_view text);

void read_rate(SharedDefinition& definition, const Node& node, const steps::Context& context) {
    definition.rate = steps::Operand<std::string>::read(node, "\"rate\"", context);
    if (const std::string* constant = definition.rate.constant()) {
        if (auto rate = parse_rate(*constant); !rate) {
            context.error(node, "wrong-value", rate.error());
        }
    }
}

void read_options(SharedDefinition& definition, const Node& node, const steps::Context& context) {
    if (!node.is_map()) {
        context.error(node, "wrong-type", "\"" + definition.word + "\" takes a map of options, found " + std::string(node.kind_name()),
                      definition.kind == NameKind::queue ? "for example `{ queue: { maxsize: 10 } }`" : "");
        return;
    }
    if (definition.kind == NameKind::queue) {
        steps::Options map(node, queue_keys, definition.word, context);
        if (auto size = map.find("maxsize")) {
            definition.number = steps::Operand<int64_t>::read(*size, "\"maxsize\"", context);
        }
    } else if (definition.kind == NameKind::condition) {
        steps::Options map(node, condition_keys, "condition", context);
        constexpr std::array kinds{NameKind::lock};
        if (auto lock = map.find("lock")) {
            definition.lock = steps::read_shared(*lock, kinds, context);
        }
    } else {
        steps::Options map(node, rate_keys, "rate_limit", context);
        if (auto rate = map.find("rate")) {
            read_rate(definition, *rate, context);
        }
        definition.number = steps::Operand<int64_t>(1);
        if (auto burst = map.find("burst")) {
            read_number(definition, *burst, 1, context);
        }
    }
}

/// `10/s`: the time between two places.
std::expected<runtime::Duration, std::string> parse_rate(std::string_view text) {
    std::string problem = "a rate is a number a time, such as 10/s, 100/m or 5/2s, found \"" + std::string(text) + "\"";
    size_t slash = text.find('/');
    double count = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + std::min(slash, text.size()), count);
    if (slash == std::string_view::npos || error != std::errc() || end != text.data() + slash || !(count > 0)) {
        return std::unexpected(problem);
    }
    std::string unit(text.substr(slash + 1));
    if (!unit.empty() && std::isdigit(static_cast<unsigned char>(unit[0])) == 0) {
        unit.insert(0, "1");
    }
    auto period = document::parse_duration(unit);
    if (!period || *period <= runtime::Duration(0)) {
        return std::unexpected(problem);
    }
    return runtime::Duration(std::max<int64_t>(1, static_cast<int64_t>(static_cast<double>(period->count()) / count)));
}

value::ErrorReference too_small(const SharedDefinition& definition, int64_t least, int64_t found) {
    return value::make_error(value::error_type::value, "the number of " + definition.word + " \"" + definition.name +
                                                           "\" is at least " + std::to_string(least) + ", found " +
                                                           std::to_string(found));
}

template <class T, class... Arguments>
value::Value make(Arguments&&... arguments) {
    return value::Value(value::Reference<value::Opaque>(value::make_counted<T>(std::forward<Arguments>(arguments)...)));
}

steps::Evaluated<value::Value> make_rate_limit(const SharedDefinition& definition, int64_t burst, steps::Frame& frame) {
    steps::Evaluated<std::string> text = definition.rate.evaluate(frame);
    if (!text) {
        return std::unexpected(text.error());
    }
    auto interval = parse_rate(*text);
    if (!interval) {
        return std::unexpected(value::make_error(value::error_type::value, interval.error()));
    }
    return make<runtime::RateLimit>(definition.name, *interval, burst);
}

value::Value make_condition(const SharedDefinition& definition, const steps::Frame& frame) {
    value::Reference<runtime::Lock> lock;
    if (definition.lock) {
        lock = value::Reference<runtime::Lock>(&frame.run().shared<runtime::Lock>(*definition.lock));
    } else {
        lock = value::make_counted<runtime::Lock>(definition.name);
    }
    return make<runtime::Condition>(definition.name, std::move(lock));
}

runtime::Queue::Order order_of(const SharedDefinition& definition) {
    return definition.word == "lifo_queue"       ? runtime::Queue::Order::lifo
           : definition.word == "priority_queue" ? runtime::Queue::Order::priority
                                                 : runtime::Queue::Order::fifo;
}

}  // namespace

std::span<const std::string_view> shared_words() { return only_words; }

SharedForm shared_form(std::string_view word) {
    switch (std::ranges::find(words, word, &Word::word)->kind) {
        case NameKind::semaphore:
        case NameKind::barrier: return {.takes_number = true, .needs_value = true};
        case NameKind::rate_limit: return {.needs_value = true, .keys = rate_keys};
        case NameKind::queue: return {.keys = queue_keys};
        case NameKind::condition: return {.keys = condition_keys};
        default: return {};
    }
}

std::optional<NameKind> read_shared_kind(const Node& node, const steps::Context& context) {
    auto definition = written(node);
    if (!definition) {
        context.error(node, "wrong-type", "a shared object is a word or a map with one key, found " + std::string(node.kind_name()),
                      "for example `counter: lock` or `api: { semaphore: 2 }`");
        return std::nullopt;
    }
    auto found = std::ranges::find(words, definition->word.text(), &Word::word);
    if (found == words.end()) {
        context.error(definition->word, "unknown-kind",
                      "unknown kind of shared object \"" + std::string(definition->word.text()) + "\"" +
                          document::did_you_mean(definition->word.text(), only_words),
                      "the kinds are " + steps::list_words(only_words));
        return std::nullopt;
    }
    return found->kind;
}

SharedDefinition read_shared_definition(const Node& key, const Node& node, const steps::Context& context) {
    SharedDefinition definition;
    Written parts = *written(node);
    definition.name = key.text();
    definition.word = parts.word.text();
    definition.span = key.span();
    definition.kind = std::ranges::find(words, parts.word.text(), &Word::word)->kind;
    bool needs_number = definition.kind == NameKind::semaphore || definition.kind == NameKind::barrier;
    if (!parts.value) {
        if (needs_number || definition.kind == NameKind::rate_limit) {
            context.error(node, "missing-value", "\"" + definition.word + "\" needs " +
                                                     (needs_number ? "a number" : "a rate"),
                          needs_number ? "for example `{ " + definition.word + ": 2 }`"
                                       : "for example `{ rate_limit: { rate: 10/s } }`");
        }
        return definition;
    }
    if (needs_number) {
        read_number(definition, *parts.value, definition.kind == NameKind::barrier ? 1 : 0, context);
    } else if (definition.kind == NameKind::lock || definition.kind == NameKind::event) {
        context.error(*parts.value, "wrong-type", "\"" + definition.word + "\" takes no options");
    } else {
        read_options(definition, *parts.value, context);
    }
    return definition;
}

steps::Evaluated<value::Value> make_shared(const SharedDefinition& definition, steps::Frame& frame) {
    steps::Evaluated<int64_t> number = definition.number.evaluate(frame);
    if (!number) {
        return std::unexpected(number.error());
    }
    int64_t least = definition.kind == NameKind::barrier || definition.kind == NameKind::rate_limit ? 1
                    : definition.kind == NameKind::semaphore                                        ? 0
                                                                                                    : INT64_MIN;
    if (*number < least) {
        return std::unexpected(too_small(definition, least, *number));
    }
    switch (definition.kind) {
        case NameKind::lock: return make<runtime::Lock>(definition.name);
        case NameKind::event: return make<runtime::Event>(definition.name);
        case NameKind::condition: return make_condition(definition, frame);
        case NameKind::barrier: return make<runtime::Barrier>(definition.name, *number);
        case NameKind::queue: return make<runtime::Queue>(definition.name, order_of(definition), *number);
        case NameKind::rate_limit: return make_rate_limit(definition, *number, frame);
        case NameKind::semaphore:
        case NameKind::value: break;
    }
    auto bound = definition.word == "bounded_semaphore" ? runtime::Semaphore::Bound::bounded
                                                        : runtime::Semaphore::Bound::unbounded;
    return make<runtime::Semaphore>(definition.name, *number, bound);
}

}  // namespace aiorun::workflow
