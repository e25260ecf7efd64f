#include "document/builder.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include "document/core_schema.hpp"
#include "document/entries.hpp"
#include "document/expression_keys.hpp"
#include "document/extent.hpp"
#include "document/shown_text.hpp"
#include "value/limits.hpp"

namespace aiorun::document::detail {

// A file that is wrong in more places is wrong in the same way over and over.
constexpr size_t most_errors = 100;

static_assert(limits::document_bytes < UINT32_MAX, "offsets are 32 bits");

void report_too_deep(const Source& source, Span span, Diagnostics& diagnostics) {
    diagnostics.error(
        source, span, "too-deep",
        "lists and maps nest deeper than " + std::to_string(limits::document_depth) + " levels");
}

void report_too_many_nodes(const Source& source, Span span, Diagnostics& diagnostics) {
    diagnostics.error(source, span, "too-many-nodes",
                      "the document has more than " + std::to_string(limits::document_nodes) +
                          " nodes, those that aliases repeat included");
}

Builder::Builder(const Source& source, Memory& memory, Diagnostics& diagnostics)
    : source_(source), memory_(memory), diagnostics_(diagnostics), errors_before_(diagnostics.error_count()) {}

bool Builder::expects_key() const noexcept {
    return !frames_.empty() && frames_.back().kind == NodeKind::map &&
           (pending_.size() - frames_.back().first) % 2 == 0;
}

std::optional<uint32_t> Builder::open_bracket() const noexcept {
    auto is_open = [&](const Frame& frame) {
        return frame.style == Style::flow && frame.begin < text().size() &&
               (text()[frame.begin] == '[' || text()[frame.begin] == '{');
    };
    auto found = std::ranges::find_if(frames_.rbegin(), frames_.rend(), is_open);
    return found != frames_.rend() ? std::optional(found->begin) : std::nullopt;
}

/// Behind anchors and tags; the latter are errors.
uint32_t Builder::content_of(uint32_t at) {
    Properties properties = skip_properties(text(), at);
    if (properties.tag) {
        report_tag(*properties.tag);
    }
    return static_cast<uint32_t>(properties.content);
}

void Builder::report_tag(Span tag) {
    bool is_expression = !frames_.empty() && frames_.back().kind == NodeKind::map && !expects_key() &&
                         is_expression_key(pending_.back().scalar_text());
    if (is_expression) {
        diagnostics_.error(source_, tag, "unquoted-expression",
                           "the expression of `" + std::string(pending_.back().scalar_text()) +
                               "` must be quoted: YAML takes its `!` for the beginning of a tag",
                           "put the whole value in quotes");
        return;
    }
    diagnostics_.error(source_, tag, "yaml-tag",
                       "found the tag " + quoted(source_.text(tag)) + ", but workflows have no tags",
                       "leave it out, or put a text that begins with `!` in quotes");
}

Builder::Flow Builder::count(uint64_t total, uint32_t height, Span span) {
    if (diagnostics_.error_count() - errors_before_ >= most_errors) {
        return Flow::stop;
    }
    ++written_;
    total_ += total;
    if (total_ > limits::document_nodes) {
        report_too_many_nodes(source_, span, diagnostics_);
        return Flow::stop;
    }
    if (frames_.size() + height > limits::document_depth) {
        report_too_deep(source_, span, diagnostics_);
        return Flow::stop;
    }
    return Flow::go_on;
}

void Builder::remember(size_t anchor, const NodeData& node, uint64_t total, uint32_t height) {
    if (anchor != 0) {
        anchors_.resize(std::max(anchors_.size(), anchor + 1));
        anchors_[anchor] = {node, total, height, true};
    }
}

Builder::Flow Builder::add(NodeData node, size_t anchor, uint64_t total, uint32_t height) {
    remember(anchor, node, total, height);
    if (expects_key()) {
        check_key(node);
    }
    if (!frames_.empty()) {
        frames_.back().height = std::max(frames_.back().height, height + 1);
    }
    pending_.push_back(node);
    return Flow::go_on;
}

Builder::Flow Builder::add_scalar(NodeData node, size_t anchor) {
    cursor_ = std::max(cursor_, node.span.end);
    if (count(1, 0, node.span) == Flow::stop) {
        return Flow::stop;
    }
    return add(node, anchor, 1, 0);
}

/// Keys are text whatever they look like.
void Builder::check_key(NodeData& key) {
    if (key.kind == NodeKind::list || key.kind == NodeKind::map) {
        bool is_doubled =
            key.kind == NodeKind::map && key.span.begin > 0 && text()[key.span.begin - 1] == '{';
        // All of `{{ x }}`: the outer key is then the same error.
        Span span = is_doubled ? Span{key.span.begin - 1, key.span.end + 1} : key.span;
        diagnostics_.error(source_, span, "complex-key",
                           std::string("the key of an entry is a ") +
                               (key.kind == NodeKind::list ? "list" : "map") + ", expected text",
                           is_doubled ? "an expression is written \"${{ … }}\", in quotes"
                                      : "put it in quotes if it is meant as text");
        std::string_view written = source_.text(key.span);
        key.text = written.data();
        key.size = static_cast<uint32_t>(written.size());
    } else if (key.kind == NodeKind::null && key.size == 0) {
        diagnostics_.error(source_, key.span, "missing-key", "a key is missing, expected `KEY: VALUE`");
    }
    key.kind = NodeKind::string;
}

/// Points the node to the source where its text stands there as it is, else to a copy.
void Builder::place_text(NodeData& node, std::string_view value) {
    size_t begin = node.span.begin + (node.is_quoted ? 1 : 0);
    std::string_view written = text().substr(std::min(begin, text().size()), value.size());
    std::string_view own = written == value ? written : memory_.texts.copy(value);
    node.text = own.data();
    node.size = static_cast<uint32_t>(own.size());
}

Builder::Flow Builder::scalar(uint32_t at, size_t anchor, std::string_view value) {
    NodeData node;
    node.span.begin = content_of(at);
    char first = node.span.begin < text().size() ? text()[node.span.begin] : ' ';
    node.is_quoted = first == '"' || first == '\'' || first == '|' || first == '>';
    bool has_quotes = first == '"' || first == '\'';
    auto end = has_quotes ? quoted_end(text(), node.span.begin) : scalar_end(text(), node.span.begin, value);
    node.span.end = static_cast<uint32_t>(end.value_or(text().size()));
    if (!end) {  // yaml-cpp 0.7 closes it silently at the end of the file
        diagnostics_.error(source_, {node.span.begin, node.span.begin + 1}, "unclosed-quote",
                           std::string("the quote ") + first + " is not closed");
        return Flow::stop;
    }
    node.kind = node.is_quoted ? NodeKind::string : kind_of_plain(value);
    place_text(node, value);
    if (!expects_key()) {
        check_range(node);
    }
    if (!node.is_quoted) {
        check_cut_expression(node);
    }
    last_scalar_ = node.span;
    return add_scalar(node, anchor);
}

/// `${{ size(x) # 2 }}`: YAML takes the rest of the line for a comment.
void Builder::check_cut_expression(const NodeData& node) {
    size_t opening = node.scalar_text().rfind("${{");
    if (opening == std::string_view::npos ||
        node.scalar_text().find("}}", opening) != std::string_view::npos) {
        return;
    }
    size_t next = std::min(text().find_first_not_of(" \t", node.span.end), text().size());
    if (next < text().size() && text()[next] == '#') {
        diagnostics_.error(source_, {node.span.begin, static_cast<uint32_t>(next + 1)}, "unquoted-expression",
                           "the expression must be quoted: YAML takes ` #` for the beginning of a comment",
                           "put the whole value in quotes");
    }
}

/// yaml-cpp takes a line without `:` among entries for a key without a value.
void Builder::check_colon() {
    const NodeData& key = pending_.back();
    size_t next = skip_space(text(), cursor_);
    size_t before = std::min<size_t>(key.span.begin, text().size());
    while (before > 0 && is_blank_or_break(text()[before - 1])) {
        --before;
    }
    bool is_explicit = before > 0 && text()[before - 1] == '?';
    if (!is_explicit && (next >= text().size() || text()[next] != ':')) {
        diagnostics_.error(source_, key.span, "missing-colon",
                           "expected `:` after " + quoted(key.scalar_text()));
    }
}

void Builder::check_range(const NodeData& node) {
    if (node.kind == NodeKind::integer && !read_integer(node.scalar_text())) {
        diagnostics_.error(source_, node.span, "int-range",
                           "the integer " + quoted(node.scalar_text()) + " does not fit 64 bits",
                           "put it in quotes to keep it as text, or add `.0` for a double");
    } else if (node.kind == NodeKind::number && !read_number(node.scalar_text())) {
        diagnostics_.error(source_, node.span, "number-range",
                           "the number " + quoted(node.scalar_text()) + " is too large for a double",
                           "put it in quotes to keep it as text");
    }
}

/// What is left out has its place where it would begin: behind the `:` or the `-`.
Span Builder::place_of_empty() const {
    uint32_t at = cursor_;
    if (!frames_.empty() && !expects_key()) {
        char indicator = frames_.back().kind == NodeKind::map ? ':' : '-';
        size_t next = skip_space(text(), at);
        if (next < text().size() && text()[next] == indicator) {
            at = static_cast<uint32_t>(next + 1);
        }
    }
    return {at, at};
}

Builder::Flow Builder::empty_or_null(uint32_t at, size_t anchor) {
    uint32_t content = content_of(at);
    NodeData node;
    auto end = content < cursor_ ? std::nullopt : written_null_end(text(), content, expects_key());
    if (end) {
        node.span = {content, static_cast<uint32_t>(*end)};
        node.kind = kind_of_plain(source_.text(node.span));  // `Null` is a string
    } else {
        if (!frames_.empty() && frames_.back().kind == NodeKind::map &&
            frames_.back().style == Style::block && !expects_key()) {
            check_colon();
        }
        node.span = place_of_empty();
    }
    std::string_view written = source_.text(node.span);
    node.text = written.data();
    node.size = static_cast<uint32_t>(written.size());
    bool is_item = !frames_.empty() && frames_.back().kind == NodeKind::list;
    if (!end && anchor == 0 && is_item && frames_.back().style == Style::flow) {
        diagnostics_.error(source_, {at, at + 1}, "missing-item",
                           "an item of the list is missing before `,`");
    }
    return add_scalar(node, anchor);
}

Builder::Flow Builder::alias(uint32_t at, size_t anchor) {
    Span span{at, static_cast<uint32_t>(word_end(text(), at + 1))};
    cursor_ = span.end;
    if (anchor >= anchors_.size() || !anchors_[anchor].is_complete) {
        diagnostics_.error(source_, span, "alias-cycle",
                           "the alias " + quoted(source_.text(span)) + " stands inside of what it names");
        return Flow::stop;
    }
    const Anchor& named = anchors_[anchor];
    if (count(named.total, named.height, span) == Flow::stop) {
        return Flow::stop;
    }
    memory_.has_aliases = true;
    NodeData node = named.node;
    node.span = span;
    return add(node, 0, named.total, named.height);
}

Builder::Flow Builder::begin(uint32_t at, size_t anchor, Style style, NodeKind kind) {
    Span span{content_of(at), 0};
    span.end = span.begin + 1;
    uint64_t total_before = total_;
    if (count(1, 1, span) == Flow::stop) {
        return Flow::stop;
    }
    frames_.push_back({.first = pending_.size(),
                       .anchor = anchor,
                       .total_before = total_before,
                       .begin = span.begin,
                       .kind = kind,
                       .style = style});
    cursor_ = std::max(cursor_, style == Style::flow ? span.end : span.begin);
    return Flow::go_on;
}

Builder::Flow Builder::begin_list(uint32_t at, size_t anchor, Style style) {
    return begin(at, anchor, style, NodeKind::list);
}

Builder::Flow Builder::begin_map(uint32_t at, size_t anchor, Style style) {
    return begin(at, anchor, style, NodeKind::map);
}

/// Up to the last child, or behind the closing bracket.
void Builder::set_end(const Frame& frame, NodeData& node) {
    char opening = frame.begin < text().size() ? text()[frame.begin] : ' ';
    node.span = {frame.begin, std::max(cursor_, frame.begin)};
    if (frame.style == Style::flow && (opening == '[' || opening == '{')) {
        size_t at = skip_space(text(), cursor_);
        while (at < text().size() && (text()[at] == ',' || text()[at] == ':')) {
            at = skip_space(text(), at + 1);
        }
        node.span.end = static_cast<uint32_t>(std::min(at + 1, text().size()));
    }
    cursor_ = std::max(cursor_, node.span.end);
}

void Builder::close_list(const Frame& frame, NodeData& node) {
    std::span<const NodeData> items = std::span(pending_).subspan(frame.first);
    auto* stored = static_cast<NodeData*>(memory_.nodes.allocate(items.size_bytes()));
    std::ranges::uninitialized_copy(items, std::span(stored, items.size()));
    node.items = stored;
    node.size = static_cast<uint32_t>(items.size());
}

void Builder::close_map(const Frame& frame, NodeData& node) {
    // Keys and values in turn are entries: EntryData is two NodeData.
    std::span<const EntryData> entries(reinterpret_cast<const EntryData*>(pending_.data() + frame.first),
                                       (pending_.size() - frame.first) / 2);
    report_duplicates(entries, source_, diagnostics_);
    if (std::ranges::any_of(entries, [](const EntryData& entry) { return is_merge_key(entry.key); })) {
        store_entries(merge_entries(entries, source_, diagnostics_), memory_.nodes, node);
    } else {
        store_entries(entries, memory_.nodes, node);
    }
}

Builder::Flow Builder::end_collection() {
    Frame frame = frames_.back();
    NodeData node;
    node.kind = frame.kind;
    set_end(frame, node);
    if (frame.kind == NodeKind::list) {
        close_list(frame, node);
    } else {
        close_map(frame, node);
    }
    pending_.resize(frame.first);
    frames_.pop_back();
    return add(node, frame.anchor, total_ - frame.total_before, frame.height);
}

std::optional<NodeData> Builder::finish() {
    if (pending_.empty() || (pending_.front().kind == NodeKind::null && pending_.front().size == 0)) {
        diagnostics_.error(source_, {}, "empty-document", "the file is empty, expected a YAML document");
        return std::nullopt;
    }
    if (total_ > limits::document_expansion * written_) {
        diagnostics_.error(source_, pending_.front().span, "alias-expansion",
                           "aliases make " + std::to_string(total_) + " nodes of the " +
                               std::to_string(written_) + " that are written, at most " +
                               std::to_string(limits::document_expansion) + " times as many are allowed");
        return std::nullopt;
    }
    return pending_.front();
}

}  // namespace aiorun::document::detail
