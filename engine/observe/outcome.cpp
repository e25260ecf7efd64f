#include "observe/outcome.hpp"

#include "value/json.hpp"

namespace aiorun::observe {
namespace {

using value::Value;

class Comparison {
  public:
    explicit Comparison(const PassedOver& passed_over) : passed_over_(passed_over) {}

    void compare(const std::string& part, const Value& one, const Value& other) {
        if (passed_over_ && passed_over_(part)) {
            return;
        }
        if (one.is_map() && other.is_map()) {
            compare_maps(part, one.as_map(), other.as_map());
        } else if (one.is_list() && other.is_list() && one.as_list().size() == other.as_list().size()) {
            for (size_t i = 0; i < one.as_list().size(); ++i) {
                compare(part + "[" + std::to_string(i) + "]", one.as_list()[i], other.as_list()[i]);
            }
        } else if (value::to_json(one) != value::to_json(other)) {
            found.push_back({part, one, other});
        }
    }

    std::vector<Difference> found;

  private:
    void compare_maps(const std::string& part, const value::Map& one, const value::Map& other) {
        auto name_of = [&](const Value& key) { return (part.empty() ? "" : part + ".") + value::to_text(key); };
        for (const value::Map::Entry& entry : one) {
            const Value* match = other.find(entry.key);
            compare(name_of(entry.key), entry.value, match == nullptr ? Value() : *match);
        }
        for (const value::Map::Entry& entry : other) {
            if (one.find(entry.key) == nullptr) {
                compare(name_of(entry.key), Value(), entry.value);
            }
        }
    }

    const PassedOver& passed_over_;
};

}  // namespace

std::vector<Difference> differences(const Value& one, const Value& other, const PassedOver& passed_over) {
    Comparison comparison(passed_over);
    comparison.compare("", one, other);
    return std::move(comparison.found);
}

bool is_within(std::string_view part, std::string_view whole) noexcept {
    return part.starts_with(whole) &&
           (part.size() == whole.size() || whole.empty() || part[whole.size()] == '.' || part[whole.size()] == '[');
}

}  // namespace aiorun::observe
