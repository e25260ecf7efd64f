// The names of a workflow file that are known before its steps are read: variables, params, shared objects, tasks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document/diagnostic.hpp"
#include "document/tree.hpp"
#include "expression/environment.hpp"
#include "value/value.hpp"

namespace aiorun::steps {

struct TaskDefinition;
class FetchDefaults;

/// A name that is the same everywhere in a file. Its value lies in Run::globals at `index`.
struct Global {
    enum class Kind : uint8_t { variable, param, shared } kind = Kind::variable;
    uint32_t index = 0;
    expression::NameKind shared_kind = expression::NameKind::value;
    document::Span span{};
};

/// What one file declares. Files that are imported have tables of their own.
struct FileNames {
    std::unordered_map<std::string_view, Global> globals;
    /// Names that are declared again, which is reported: what one of them means is not known.
    std::unordered_set<std::string_view> ambiguous;
    /// By the name that a step uses: `fetch_page`, `lib.fetch_page`. In order of declaration in `task_order`.
    std::unordered_map<std::string_view, TaskDefinition*> tasks;
    std::vector<std::string_view> task_order;
    /// The file's `http:` section.
    const FetchDefaults* http = nullptr;

    [[nodiscard]] const Global* find(std::string_view name) const {
        auto found = globals.find(name);
        return found == globals.end() ? nullptr : &found->second;
    }
};

/// What messages call a kind of shared object: "a lock", "an event", …
[[nodiscard]] std::string_view kind_phrase(expression::NameKind kind);

}  // namespace aiorun::steps
