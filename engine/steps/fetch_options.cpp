#include "steps/fetch_options.hpp"

#include <algorithm>

#include "steps/fetch_together.hpp"

namespace aiorun::steps {
namespace {

using Place = FetchOption::Place;

void check_option(const FetchOption& option, const document::Node& options, const Context& context) {
    Value known = known_value(*options.find(option.key.name));
    if (option.apply == nullptr || known.is_unbound() ||
        (known.is_null() && option.key.presence != Presence::required)) {
        return;
    }
    FetchDraft draft;
    std::vector<FetchProblem> problems;
    option.apply(FetchValue(std::move(known), {Value(option.key.name)}, problems), draft);
    report_problems(options, problems, context);
}

}  // namespace

const FetchOptions::Entry* FetchOptions::find(std::string_view key) const {
    auto found =
        std::ranges::find_if(entries, [&](const Entry& entry) { return entry.option->key.name == key; });
    return found == entries.end() ? nullptr : &*found;
}

FetchOptions FetchOptions::read(const document::Node& map, Place place, const Context& context) {
    FetchOptions options;
    for (const FetchOption& option : fetch_option_table()) {
        bool belongs = option.place == Place::everywhere || option.place == place;
        auto node = belongs ? map.find(option.key.name) : std::nullopt;
        if (!node) {
            continue;
        }
        if (option.apply == nullptr && option.place == Place::everywhere) {
            auto& written = option.key.name == "paginate" ? options.paginate
                            : option.key.name == "stream" ? options.stream
                                                          : options.into;
            written = node;
            continue;
        }
        options.entries.push_back(
            {&option, expression::Template::compile(*node, context.scope(), context.diagnostics())});
        check_option(option, map, context);
    }
    return options;
}

}  // namespace aiorun::steps
