#include "cli/masked_document.hpp"

#include "value/json.hpp"

namespace aiorun::cli {
namespace {

using value::Value;

enum class Part : uint8_t { format, workflow };

Value masked(const Value& value, const value::Secrets& secrets, Part part) {
    if (value.is_string()) {
        return secrets.mask(std::string(value.as_string()));
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.as_list()) {
            items.push_back(masked(item, secrets, part));
        }
        return value::make_list(std::move(items));
    }
    if (value.is_map()) {
        value::MapBuilder map;
        for (const value::Map::Entry& entry : value.as_map()) {
            std::string key = value::to_text(entry.key);
            bool is_of_format = part == Part::format;
            bool is_word = is_of_format && (key == "kind" || key == "ending");
            bool is_result = is_of_format && key == "result";
            // Names of the format are no secrets, those of hosts and of the workflow's maps may hold some.
            bool is_name = is_of_format && key.find_first_of("./:") == std::string::npos;
            map.set(is_name ? entry.key : Value(secrets.mask(std::move(key))),
                    is_word ? entry.value : masked(entry.value, secrets, is_result ? Part::workflow : part));
        }
        return map.build();
    }
    bool may_be_secret = part == Part::workflow && !value.is_null();
    if (may_be_secret) {
        std::string text = value::to_json(value);
        return secrets.mask(text) == text ? value : Value("***");
    }
    return value;
}

}  // namespace

std::string to_masked_document(const Value& document, const value::Secrets& secrets) {
    Value shown = secrets.empty() ? document : masked(document, secrets, Part::format);
    return value::to_pretty_json(shown) + "\n";
}

}  // namespace aiorun::cli
