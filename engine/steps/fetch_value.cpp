#include "steps/fetch_value.hpp"

#include <algorithm>

#include "document/suggest.hpp"
#include "expression/template.hpp"
#include "steps/byte_size.hpp"
#include "steps/operand.hpp"
#include "steps/options.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {
namespace {

constexpr size_t longest_shown = 60;

std::string show(const Value& value) {
    std::string text = value::to_json(value);
    if (text.size() > longest_shown) {
        text.resize(longest_shown);
        text = value::to_valid_utf8(std::move(text)) + "…";
    }
    return std::string(value::type_name(value)) + (value.is_null() ? "" : " " + text);
}

}  // namespace

std::string FetchValue::name() const {
    std::string text = "\"";
    for (const Value& step : path_) {
        if (step.is_int()) {
            text += "[" + std::to_string(step.as_int()) + "]";
        } else {
            text += (text.size() > 1 ? "." : "") + std::string(step.as_string());
        }
    }
    return text + "\"";
}

void FetchValue::note(std::string message, std::string hint) const {
    problems_->push_back({path_, std::move(message), std::move(hint)});
}

void FetchValue::refuse(std::string_view expected, std::string hint) const {
    note(name() + " is " + std::string(expected) + ", found " + show(value_), std::move(hint));
}

FetchValue FetchValue::at(const Value& step, Value value) const {
    std::vector<Value> path = path_;
    path.push_back(step);
    return {std::move(value), std::move(path), *problems_};
}

bool FetchValue::boolean() const {
    if (stands_in()) {
        return convert<bool>(value_).value_or(true);
    }
    if (is_known() && !value_.is_bool()) {
        refuse("true or false");
    }
    return value_.is_bool() && value_.as_bool();
}

int64_t FetchValue::integer(int64_t least) const {
    if (stands_in()) {
        return std::max(convert<int64_t>(value_).value_or(least), least);
    }
    if (is_known() && (!value_.is_int() || value_.as_int() < least)) {
        refuse("an int of at least " + std::to_string(least));
        return least;
    }
    return is_known() ? value_.as_int() : least;
}

std::string FetchValue::text() const {
    if (!is_known() && !stands_in()) {
        return {};
    }
    auto text = convert<std::string>(value_);
    if (!text) {
        refuse("text");
    }
    return text.value_or("");
}

document::Duration FetchValue::duration() const {
    if (!is_known() && !stands_in()) {
        return {};
    }
    auto duration = convert<document::Duration>(value_);
    if (!duration) {
        note(name() + " is " + duration.error());
    }
    return std::max(duration.value_or(document::Duration(0)), document::Duration(0));
}

uint64_t FetchValue::bytes() const {
    if (!is_known() && !stands_in()) {
        return 0;
    }
    auto size = convert<ByteSize>(value_);
    if (!size) {
        note(name() + " is " + size.error());
    }
    return size.value_or(ByteSize{}).bytes;
}

std::optional<size_t> FetchValue::choice(std::span<const std::string_view> choices) const {
    if (!is_known()) {
        return std::nullopt;
    }
    bool scalar = !value_.is_list() && !value_.is_map();
    std::string text = scalar ? value::to_text(value_) : "";
    auto found = std::ranges::find(choices, text);
    if (!scalar || found == choices.end()) {
        note(name() + " is " + list_words(choices) + ", found " + show(value_) +
             (scalar ? document::did_you_mean(text, choices) : ""));
        return std::nullopt;
    }
    return static_cast<size_t>(found - choices.begin());
}

bool FetchValue::check_map(std::span<const Key> keys) const {
    std::vector<std::string_view> names;
    for (const Key& key : keys) {
        names.push_back(key.name);
    }
    if (!value_.is_map()) {
        if (is_known()) {
            refuse("a map with " + list_words(names));
        }
        return false;
    }
    const value::Map& map = value_.as_map();
    size_t unknown = 0;
    for (const value::Map::Entry& entry : map) {
        std::string key = value::to_text(entry.key);
        if (std::ranges::find(names, key) == names.end()) {
            ++unknown;
            at(entry.key, Value())
                .note(name() + " has no key \"" + key + "\"" + document::did_you_mean(key, names),
                      "its keys are " + list_words(names));
        }
    }
    for (const Key& key : keys) {
        if (key.presence == Presence::required && map.find(key.name) == nullptr) {
            note(name() + " needs the key \"" + std::string(key.name) + "\"",
                 std::string(key.name) + ": " + std::string(key.doc));
        }
    }
    return unknown == 0;
}

std::optional<FetchValue> FetchValue::find(std::string_view key) const {
    const Value* found = value_.is_map() ? value_.as_map().find(key) : nullptr;
    return found == nullptr || found->is_null() ? std::nullopt : std::optional(at(Value(key), *found));
}

std::vector<FetchValue::Entry> FetchValue::entries() const {
    std::vector<Entry> all;
    if (value_.is_map()) {
        for (const value::Map::Entry& entry : value_.as_map()) {
            all.push_back({value::to_text(entry.key), at(entry.key, entry.value)});
        }
    } else if (is_known()) {
        refuse("a map");
    }
    return all;
}

std::vector<FetchValue> FetchValue::items() const {
    if (!value_.is_list()) {
        return {*this};
    }
    std::vector<FetchValue> all;
    for (size_t i = 0; i < value_.as_list().size(); ++i) {
        all.push_back(at(Value(static_cast<int64_t>(i)), value_.as_list()[i]));
    }
    return all;
}

Value known_value(const document::Node& node) {
    if (node.is_list()) {
        std::vector<Value> items;
        for (size_t i = 0; i < node.size(); ++i) {
            items.push_back(known_value(node.item(i)));
        }
        return value::make_list(std::move(items));
    }
    if (node.is_map()) {
        value::MapBuilder map;
        for (size_t i = 0; i < node.size(); ++i) {
            map.set(node.key(i).text(), known_value(node.entry(i)));
        }
        return map.build();
    }
    return node.is_string() && expression::has_expression(node.text()) ? Value::unbound() : node.value();
}

}  // namespace aiorun::steps
