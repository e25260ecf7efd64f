// A document read from text, with what was wrong with it, for the tests of this folder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "document/tree.hpp"
#include "value/json.hpp"

namespace aiorun::document {

struct Loaded {
    std::shared_ptr<const Source> source;
    Diagnostics diagnostics;
    std::optional<Tree> tree;

    [[nodiscard]] Node root() const { return tree->root(); }
    [[nodiscard]] std::string json() const { return tree ? value::to_json(root().value()) : "(no tree)"; }
    /// The code of the first error, or nothing.
    [[nodiscard]] std::string code() const {
        return diagnostics.empty() ? "" : diagnostics.sorted().front().code;
    }
    /// `LINE:COLUMN: MESSAGE` of the first error.
    [[nodiscard]] std::string error() const {
        if (diagnostics.empty()) {
            return "";
        }
        Diagnostic first = diagnostics.sorted().front();
        Position position = first.source->position(first.span.begin);
        return std::to_string(position.line) + ':' + std::to_string(position.column) + ": " + first.message;
    }
    [[nodiscard]] std::string hint() const {
        return diagnostics.empty() ? "" : diagnostics.sorted().front().hint;
    }
};

inline Loaded load(std::string text) {
    Loaded loaded;
    loaded.source = std::make_shared<const Source>("flow.yaml", std::move(text));
    loaded.tree = Tree::read(loaded.source, loaded.diagnostics);
    return loaded;
}

/// The JSON of a text without errors, else its first error.
inline std::string json_of(std::string text) {
    Loaded loaded = load(std::move(text));
    return loaded.diagnostics.empty() ? loaded.json() : loaded.error();
}

}  // namespace aiorun::document
