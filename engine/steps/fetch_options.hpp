// The options of `fetch:` and of `http:`: one table of keys, which both are read by.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/tree.hpp"
#include "expression/template.hpp"
#include "http/request.hpp"
#include "steps/context.hpp"
#include "steps/fetch_value.hpp"
#include "steps/key.hpp"
#include "steps/operand.hpp"

namespace aiorun::steps {

/// A request while its options are put together.
struct FetchDraft {
    http::Request request;
    std::string base_url;
    http::Save save;     ///< only until it is in the request, when it has a path
    std::string sha256;  ///< of a body that is not saved
};

struct FetchOption {
    Key key;
    enum class Place : uint8_t { everywhere, step, defaults } place = Place::everywhere;
    /// One of the options that make the body, of which a request has one.
    enum class Role : uint8_t { single, body, merged } role = Role::single;
    /// Puts the value into the draft. Null for what is no part of a request.
    void (*apply)(const FetchValue& value, FetchDraft& draft) = nullptr;
};

[[nodiscard]] std::span<const FetchOption> fetch_option_table();
/// The keys of a fetch step, and those of `http:`.
[[nodiscard]] std::span<const Key> fetch_step_keys();
[[nodiscard]] std::span<const Key> fetch_default_keys();

/// Options as they are written in one place: a step, or `http:`.
struct FetchOptions {
    struct Entry {
        const FetchOption* option;
        expression::Template value;
    };
    std::vector<Entry> entries;  // in the order of the table
    // Read where they are used, since they see the names of the step.
    std::optional<document::Node> paginate;
    std::optional<document::Node> stream;
    std::optional<document::Node> into;

    [[nodiscard]] const Entry* find(std::string_view key) const;
    [[nodiscard]] const Entry* find(const FetchOption& option) const { return find(option.key.name); }

    /// Reads and checks the entries of a map by the part of the table that belongs there.
    [[nodiscard]] static FetchOptions read(const document::Node& map, FetchOption::Place place,
                                           const Context& context);
};

}  // namespace aiorun::steps
