// The conformance cases of google/cel-spec that fit values of JSON kind (conformance/README.md).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "expression/expression.hpp"
#include "tests/expression/support.hpp"
#include "tests/support/catch.hpp"

using namespace aiorun;
using namespace aiorun::expression;
using expression::test::World;
using value::Value;

namespace {

const std::filesystem::path folder =
    std::filesystem::path(AIORUN_SOURCE_DIR) / "tests/expression/conformance";

/// Names are local slots; those of a case are bound to its values.
class CaseNames final : public NameResolver {
  public:
    explicit CaseNames(const Value* bindings) {
        if (bindings != nullptr) {
            for (const value::Map::Entry& entry : bindings->as_map()) {
                names.emplace_back(entry.key.as_string());
                values.push_back(decode(entry.value));
            }
        }
    }
    std::optional<ResolvedName> resolve(std::string_view name, document::Span) override {
        auto found = std::ranges::find(names, name);
        if (found == names.end()) {
            return std::nullopt;
        }
        return ResolvedName{{NameReference::Space::local, static_cast<uint32_t>(found - names.begin())},
                            NameKind::value};
    }
    bool binds(std::string_view name) const override { return std::ranges::find(names, name) != names.end(); }

    /// Values that JSON cannot write stand as {"$map": …}, {"$double": …}, {"$type": …}.
    static Value decode(const Value& written) {
        if (written.is_list()) {
            std::vector<Value> items;
            for (const Value& item : written.as_list()) {
                items.push_back(decode(item));
            }
            return value::make_list(std::move(items));
        }
        if (!written.is_map()) {
            return written;
        }
        const auto& [tag, content] = written.as_map().entries()[0];
        if (tag == Value("$double")) {
            return content == Value("NaN")        ? std::nan("")
                   : content == Value("Infinity") ? HUGE_VAL
                                                  : -HUGE_VAL;
        }
        if (tag == Value("$type")) {
            return Value::type(content.as_string());
        }
        value::MapBuilder map;
        for (const Value& entry : content.as_list()) {
            map.set(decode(entry.as_list()[0]), decode(entry.as_list()[1]));
        }
        return map.build();
    }

    std::vector<std::string> names;
    std::vector<Value> values;
};

/// Equal, and of the same kinds all the way down; NaN is NaN.
bool same(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) {
        return false;
    }
    if (a.is_double()) {
        return (a.as_double() == b.as_double() &&
                std::signbit(a.as_double()) == std::signbit(b.as_double())) ||
               (std::isnan(a.as_double()) && std::isnan(b.as_double()));
    }
    if (a.is_list()) {
        for (size_t i = 0; i < a.as_list().size() && i < b.as_list().size(); ++i) {
            if (!same(a.as_list()[i], b.as_list()[i])) {
                return false;
            }
        }
        return a.as_list().size() == b.as_list().size();
    }
    if (a.is_map()) {
        return a.as_map().size() == b.as_map().size() &&
               std::ranges::all_of(a.as_map().entries(), [&](const value::Map::Entry& entry) {
                   const Value* other = b.as_map().find(entry.key);
                   return other != nullptr && same(entry.value, *other);
               });
    }
    return a == b;
}

/// The kinds of errors, by what docs/expressions.md says their messages hold.
std::string kind_of_error(std::string_view code, std::string_view message) {
    const std::pair<std::string_view, std::string_view> phrases[] = {
        {"division by zero", "division"},
        {"integer overflow", "overflow"},
        {"no field ", "field"},
        {"out of range", "index"},
        {"index of a list", "index"},
        {"after its end", "index"},
        {"a key is a ", "key"},
        {"stands twice in", "key"},
        {"unknown name", "name"},
        {"unknown function", "type"},
        {"unknown method", "type"},
        {"unknown `%", "format"},
        {"cannot convert to", "conversion"},
        {"has no value", "optional"},
        {"negative offset", "argument"},
        {"cannot add", "type"},
        {"cannot subtract", "type"},
        {"cannot multiply", "type"},
        {"cannot divide", "type"},
        {"cannot compare", "type"},
        {"cannot negate", "type"},
        {"cannot take field", "field"},
        {"cannot take an item", "type"},
        {"needs ", "type"},
        {" takes ", "type"},
        {" is for ", "type"},
        {"is to be ", "type"},
        {"are to be ", "type"},
        {"goes through", "type"},
        {"is not defined", "type"},
    };
    if (code == "unknown-name") {
        return "name";
    }
    if (code == "unknown-function" || code == "expression-arguments" || code == "expression-type") {
        for (const auto& [phrase, kind] : phrases) {
            if (message.find(phrase) != std::string_view::npos && kind != "type") {
                return std::string(kind);
            }
        }
        return "type";
    }
    for (const auto& [phrase, kind] : phrases) {
        if (message.find(phrase) != std::string_view::npos) {
            return std::string(kind);
        }
    }
    return "other";
}

Value read_json(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    auto parsed = value::parse_json(text.str());
    REQUIRE(parsed);
    return *parsed;
}

const Value* find(const value::Map& map, std::string_view key) {
    return map.find(key);
}

/// What went wrong with a case, or nothing.
std::string run_case(const value::Map& test) {
    CaseNames names(find(test, "bindings"));
    std::vector<ExpressionError> errors;
    Check check = find(test, "check") != nullptr ? Check::off : Check::on;
    auto program = Expression::compile(find(test, "expr")->as_string(), names, errors, check, Text::copied);
    World world;
    Environment environment{names.values.data(), nullptr, &world};
    Value result = program->evaluate(environment);
    if (const Value* expected = find(test, "error")) {
        if (!result.is_failure()) {
            return "gives " + value::to_json(result) + ", not an error";
        }
        std::string kind = kind_of_error(errors.empty() ? "" : errors[0].code, result.as_failure().message);
        return kind == expected->as_string()
                   ? ""
                   : "an error of kind " + kind + ", not " + std::string(expected->as_string()) + ": " +
                         result.as_failure().message;
    }
    if (result.is_failure()) {
        return result.as_failure().message;
    }
    Value expected = CaseNames::decode(*find(test, "value"));
    return same(result, expected) ? ""
                                  : "gives " + value::to_json(result) + ", not " + value::to_json(expected);
}

}  // namespace

TEST_CASE("the conformance cases of cel-spec pass, but for those that docs/expressions.md explains") {
    std::vector<std::string> failed;
    size_t run = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / "cases")) {
        Value cases = read_json(file.path());
        run += cases.as_list().size();
        for (const Value& each : cases.as_list()) {
            const value::Map& test = each.as_map();
            if (std::string problem = run_case(test); !problem.empty()) {
                failed.push_back(file.path().stem().string() + " " +
                                 std::string(find(test, "name")->as_string()) + ": " +
                                 std::string(find(test, "expr")->as_string()) + ": " + problem);
            }
        }
    }
    std::ranges::sort(failed);
    const std::string reason = ": an error of kind division, not type: division by zero: 1 / 0, in ${{ ";
    CHECK(run == 1128);
    REQUIRE(failed.size() == 4);
    CHECK(failed[0] == "logic AND/error_left: 1/0 != 0 && true" + reason + "1/0 != 0 && true }} at 2");
    CHECK(failed[1] == "logic AND/error_right: true && 1/0 != 0" + reason + "true && 1/0 != 0 }} at 10");
    CHECK(failed[2] == "logic OR/error_left: 1/0 != 0 || false" + reason + "1/0 != 0 || false }} at 2");
    CHECK(failed[3] == "logic OR/error_right: false || 1/0 != 0" + reason + "false || 1/0 != 0 }} at 11");
}

TEST_CASE("docs/expressions.md says how many conformance cases run, pass and are left out") {
    std::ifstream in(std::string(AIORUN_SOURCE_DIR) + "/docs/expressions.md");
    std::stringstream documentation;
    documentation << in.rdbuf();
    const value::Value files = read_json(folder / "left_out.json");
    size_t left_out = 0;
    for (const value::Map::Entry& file : files.as_map()) {
        for (const value::Map::Entry& reason : file.value.as_map()) {
            left_out += static_cast<size_t>(reason.value.as_int());
        }
    }
    CHECK(documentation.str().find("| all | 1128 | 1124 | " + std::to_string(left_out) + " |") !=
          std::string::npos);
}
