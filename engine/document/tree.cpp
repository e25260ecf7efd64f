// The only file that sees yaml-cpp: its events go to the Builder, its exceptions become diagnostics.
#include "document/tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <string>

#include "document/builder.hpp"
#include "document/extent.hpp"
#include "document/parser_input.hpp"
#include "document/shown_text.hpp"
#include "document/syntax_error.hpp"
#include "document/text_check.hpp"

namespace aiorun::document {
namespace {

using detail::Builder;

/// Thrown through yaml-cpp, which has no other way to be stopped; caught in this file.
struct Stopped {};

/// The character beyond U+FFFF of two halves, each six bytes: a masked backslash, `u` and four digits.
std::string join_surrogates(std::string_view pair) {
    auto half = [&](size_t at) {
        uint32_t number = 0;
        std::from_chars(pair.data() + at, pair.data() + at + 4, number, 16);
        return number;
    };
    uint32_t code = 0x10000 + ((half(2) & 0x3FFU) << 10U) + (half(8) & 0x3FFU);
    std::string character(1, static_cast<char>(0xF0U | (code >> 18U)));
    for (uint32_t shift : {12U, 6U, 0U}) {
        character += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
    }
    return character;
}

/// What the scalar is without what ParserInput put into it.
std::string unmask(std::string value, bool double_quoted) {
    std::ranges::replace(value, masked_question_mark, '?');
    if (!double_quoted) {
        std::ranges::replace(value, masked_backslash, '\\');
    }
    constexpr size_t length = 12;
    for (size_t at = value.find(masked_backslash); at != std::string::npos; at = value.find(masked_backslash, at)) {
        value.replace(at, length, join_surrogates(std::string_view(value).substr(at, length)));
    }
    return value;
}

class Handler final : public YAML::EventHandler {
  public:
    Handler(Builder& builder, ParserInput& input, std::string_view text, uint32_t text_begin)
        : builder_(builder), input_(input), text_(text), text_begin_(text_begin) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (documents_++ > 0) {
            second_document_ = offset(mark);
            throw Stopped();
        }
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        go_on(builder_.empty_or_null(offset(mark), anchor));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        go_on(builder_.alias(offset(mark), anchor));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  const std::string& value) override {
        constexpr std::array masks{masked_question_mark, masked_backslash};
        if (value.find_first_of(std::string_view(masks.data(), masks.size())) == std::string::npos) {
            go_on(builder_.scalar(offset(mark), anchor, value));
        } else {
            go_on(builder_.scalar(offset(mark), anchor, unmask(value, is_double_quoted(offset(mark)))));
        }
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        go_on(builder_.begin_list(offset(mark), anchor, to_style(style)));
    }
    void OnSequenceEnd() override { go_on(builder_.end_collection()); }
    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        go_on(builder_.begin_map(offset(mark), anchor, to_style(style)));
    }
    void OnMapEnd() override { go_on(builder_.end_collection()); }

    /// yaml-cpp counts bytes from 0; it has none for "nowhere".
    [[nodiscard]] uint32_t offset(const YAML::Mark& mark) const {
        if (mark.is_null()) {
            return builder_.cursor();
        }
        size_t at = static_cast<size_t>(mark.pos);
        return static_cast<uint32_t>(at - std::min(at, input_.lead())) + text_begin_;
    }
    [[nodiscard]] std::optional<uint32_t> second_document() const { return second_document_; }

  private:
    static Builder::Style to_style(YAML::EmitterStyle::value style) {
        return style == YAML::EmitterStyle::Block ? Builder::Style::block : Builder::Style::flow;
    }
    [[nodiscard]] bool is_double_quoted(uint32_t at) const {
        size_t begin = skip_properties(text_, at).content;
        return begin < text_.size() && text_[begin] == '"';
    }
    void go_on(Builder::Flow flow) {
        if (flow == Builder::Flow::stop || input_.stopped()) {
            throw Stopped();
        }
        input_.progress(builder_.cursor() - std::min(builder_.cursor(), text_begin_));
    }

    Builder& builder_;
    ParserInput& input_;
    std::string_view text_;  // with a byte order mark, which the parser does not see
    uint32_t text_begin_;
    int documents_ = 0;
    std::optional<uint32_t> second_document_;
};

struct KnownMessage {
    const char* message;
    SyntaxFault fault;
};
namespace yaml_says = YAML::ErrorMsg;
const KnownMessage known_messages[] = {
    {yaml_says::UNKNOWN_ANCHOR, SyntaxFault::alias},
    {yaml_says::ALIAS_NOT_FOUND, SyntaxFault::alias},
    {yaml_says::ANCHOR_NOT_FOUND, SyntaxFault::alias},
    {yaml_says::CHAR_IN_ALIAS, SyntaxFault::alias},
    {yaml_says::CHAR_IN_ANCHOR, SyntaxFault::alias},
    {yaml_says::CHAR_IN_BLOCK, SyntaxFault::block_header},
    {yaml_says::ZERO_INDENT_IN_BLOCK, SyntaxFault::block_header},
    {yaml_says::MAP_KEY, SyntaxFault::block_key},
    {yaml_says::MAP_VALUE, SyntaxFault::block_value},
    {yaml_says::BLOCK_ENTRY, SyntaxFault::block_item},
    {yaml_says::YAML_DIRECTIVE_ARGS, SyntaxFault::directive},
    {yaml_says::YAML_VERSION, SyntaxFault::directive},
    {yaml_says::YAML_MAJOR_VERSION, SyntaxFault::directive},
    {yaml_says::REPEATED_YAML_DIRECTIVE, SyntaxFault::directive},
    {yaml_says::TAG_DIRECTIVE_ARGS, SyntaxFault::directive},
    {yaml_says::REPEATED_TAG_DIRECTIVE, SyntaxFault::directive},
    {yaml_says::INVALID_ESCAPE, SyntaxFault::escape},
    {yaml_says::INVALID_HEX, SyntaxFault::escape},
    {yaml_says::INVALID_UNICODE, SyntaxFault::escape},
    {yaml_says::FLOW_END, SyntaxFault::flow_close},
    {yaml_says::END_OF_MAP_FLOW, SyntaxFault::flow_entry},
    {yaml_says::END_OF_SEQ_FLOW, SyntaxFault::flow_entry},
    {yaml_says::END_OF_MAP, SyntaxFault::layout},
    {yaml_says::END_OF_SEQ, SyntaxFault::layout},
    {yaml_says::CHAR_IN_TAG_HANDLE, SyntaxFault::properties},
    {yaml_says::TAG_WITH_NO_SUFFIX, SyntaxFault::properties},
    {yaml_says::END_OF_VERBATIM_TAG, SyntaxFault::properties},
    {yaml_says::MULTIPLE_TAGS, SyntaxFault::properties},
    {yaml_says::MULTIPLE_ANCHORS, SyntaxFault::properties},
    {yaml_says::ALIAS_CONTENT, SyntaxFault::properties},
    {yaml_says::EOF_IN_SCALAR, SyntaxFault::quote},
    {yaml_says::DOC_IN_SCALAR, SyntaxFault::quote},
    {yaml_says::TAB_IN_INDENTATION, SyntaxFault::tab},
    {yaml_says::UNKNOWN_TOKEN, SyntaxFault::token},
};

SyntaxFault fault_of(std::string_view message) {
    // Some messages go on with what was found.
    const auto* found = std::ranges::find_if(
        known_messages, [&](const KnownMessage& known) { return message.starts_with(known.message); });
    return found != std::end(known_messages) ? found->fault : SyntaxFault::other;
}

/// What the parser takes for a second document need not be meant as one.
void report_second_document(const Source& source, const Builder& builder, uint32_t at,
                            Diagnostics& diagnostics) {
    if (source.text().substr(at).starts_with("---")) {
        diagnostics.error(source, {at, at + 3}, "second-document",
                          "a second document begins here, a file holds one",
                          "put each document in a file of its own");
        return;
    }
    report_syntax_error(source,
                        {.fault = SyntaxFault::trailing,
                         .at = at,
                         .last_scalar = builder.last_scalar(),
                         .last_end = builder.cursor(),
                         .open_bracket = std::nullopt},
                        diagnostics);
}

/// Lets the parser read one document; false when it did not come to its end. What is wrong is then reported,
/// except when it was the input that ended early.
bool parse(const Source& source, Handler& handler, ParserInput& input, Builder& builder,
           Diagnostics& diagnostics) {
    try {
        std::istream stream(&input);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(handler)) {
        }
        return !input.stopped();
    } catch (const Stopped&) {
        if (auto at = handler.second_document()) {
            report_second_document(source, builder, *at, diagnostics);
        }
    } catch (const YAML::Exception& exception) {
        if (input.stopped()) {
            return false;
        }
        report_syntax_error(source,
                            {.fault = fault_of(exception.msg),
                             .at = handler.offset(exception.mark),
                             .last_scalar = builder.last_scalar(),
                             .last_end = builder.cursor(),
                             .open_bracket = builder.open_bracket()},
                            diagnostics);
    }
    return false;
}

std::optional<detail::NodeData> build(const Source& source, Builder& builder, Diagnostics& diagnostics) {
    std::string_view text = source.text();
    auto begin = static_cast<uint32_t>(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    ParserInput input(text.substr(begin));
    Handler handler(builder, input, text, begin);
    size_t errors_before = diagnostics.error_count();
    bool is_read = parse(source, handler, input, builder, diagnostics);
    if (auto stop = input.stopped(); stop && diagnostics.error_count() == errors_before) {
        auto at = static_cast<uint32_t>(stop->at) + begin;
        auto* report = stop->bound == ParserInput::Bound::depth ? detail::report_too_deep
                                                                : detail::report_too_many_nodes;
        report(source, {at, at + 1}, diagnostics);
    }
    return is_read ? builder.finish() : std::nullopt;
}

}  // namespace

struct Tree::Storage {
    std::shared_ptr<const Source> source;
    detail::Memory memory;
    detail::NodeData root;
};

Tree::Tree(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

void Tree::forget_items(const Node& list, size_t end) noexcept {
    if (storage_->memory.has_aliases) {
        return;
    }
    // Nodes lie behind all that is below them, in the order of the text.
    const detail::NodeData* first = nullptr;
    const detail::NodeData* last = nullptr;
    for (size_t i = 0; i < end; ++i) {
        const detail::NodeData& item = list.data_->items[i];
        if ((item.kind == NodeKind::map || item.kind == NodeKind::list) && item.size > 0) {
            first = first == nullptr ? &item : first;
            last = &item;
        }
    }
    if (first != last) {
        storage_->memory.nodes.release_between(first->items, last->items);
    }
}

void Tree::forget() noexcept { storage_->memory.nodes.release(); }

Node Tree::root() const noexcept {
    return {*storage_->source, storage_->root};
}

std::optional<Tree> Tree::read(std::shared_ptr<const Source> source, Diagnostics& diagnostics) {
    if (!check_text(*source, diagnostics)) {
        return std::nullopt;
    }
    auto storage = std::make_unique<Storage>();
    Builder builder(*source, storage->memory, diagnostics);
    auto root = build(*source, builder, diagnostics);
    diagnostics.settle(*source);
    if (!root) {
        return std::nullopt;
    }
    storage->root = *root;
    storage->source = std::move(source);
    return Tree(std::move(storage));
}

}  // namespace aiorun::document
