#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "expression/functions/tables.hpp"

namespace aiorun::expression {
namespace {

struct Table {
    std::vector<const Function*> all;
    std::unordered_map<std::string_view, const Function*> functions;
    std::unordered_map<std::string_view, const Function*> methods;
    std::unordered_set<std::string_view> prefixes;

    Table() {
        for (std::span<const Function> part :
             {functions::conversions(), functions::collections(), functions::lists(), functions::strings(),
              functions::regular_expressions(), functions::mathematics(), functions::optionals(),
              functions::encodings(), functions::times(), functions::run_state()}) {
            for (const Function& function : part) {
                add(function);
            }
        }
    }

  private:
    void add(const Function& function) {
        all.push_back(&function);
        if (function.style != CallStyle::method) {
            functions.emplace(function.name, &function);
        }
        if (function.style != CallStyle::function) {
            methods.emplace(function.name, &function);
        }
        if (size_t dot = function.name.find('.'); dot != std::string_view::npos) {
            prefixes.insert(function.name.substr(0, dot));
        }
    }
};

const Table& table() {
    static const Table result;
    return result;
}

}  // namespace

const Function* find_function(std::string_view name, CallKind kind) {
    const auto& names = kind == CallKind::function ? table().functions : table().methods;
    auto found = names.find(name);
    return found == names.end() ? nullptr : found->second;
}

std::span<const Function* const> all_functions() {
    return table().all;
}

bool is_function_prefix(std::string_view name) {
    return table().prefixes.contains(name);
}

}  // namespace aiorun::expression
