// The only file that sees yaml-cpp: its events go to the Builder, its exceptions become diagnostics.
#include "document/tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <string>

#include "document/builder.hpp"
#include "document/parser_input.hpp"
#include "document/shown_text.hpp"
#include "document/syntax_error.hpp"
#include "document/text_check.hpp"

namespace aiorun::document {
namespace {

using detail::Builder;

/// Thrown through yaml-cpp, which has no other way to be stopped; caught in this file.
struct Stopped {};

class Handler final : public YAML::EventHandler {
  public:
    Handler(Builder& builder, uint32_t text_begin) : builder_(builder), text_begin_(text_begin) {}

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
        if (value.find(masked_question_mark) == std::string::npos) {
            go_on(builder_.scalar(offset(mark), anchor, value));
            return;
        }
        std::string unmasked = value;
        std::ranges::replace(unmasked, masked_question_mark, '?');
        go_on(builder_.scalar(offset(mark), anchor, unmasked));
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
        return mark.is_null() ? builder_.cursor() : static_cast<uint32_t>(mark.pos) + text_begin_;
    }
    [[nodiscard]] std::optional<uint32_t> second_document() const { return second_document_; }

  private:
    static Builder::Style to_style(YAML::EmitterStyle::value style) {
        return style == YAML::EmitterStyle::Block ? Builder::Style::block : Builder::Style::flow;
    }
    static void go_on(Builder::Flow flow) {
        if (flow == Builder::Flow::stop) {
            throw Stopped();
        }
    }

    Builder& builder_;
    uint32_t text_begin_;
    int documents_ = 0;
    std::optional<uint32_t> second_document_;
};

/// Runs the parser; false when it did not come to the end of one document. What is wrong is then reported.
bool parse(const Source& source, Builder& builder, Diagnostics& diagnostics) {
    std::string_view text = source.text();
    auto text_begin = static_cast<uint32_t>(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    Handler handler(builder, text_begin);
    try {
        ParserInput input(text.substr(text_begin));
        std::istream stream(&input);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(handler)) {
        }
        return true;
    } catch (const Stopped&) {
        if (handler.second_document()) {
            report_second_document(source, *handler.second_document(), diagnostics);
        }
    } catch (const YAML::Exception& exception) {
        SyntaxError error{exception.msg, handler.offset(exception.mark), builder.cursor(),
                          builder.open_bracket()};
        report_syntax_error(source, error, diagnostics);
    }
    return false;
}

}  // namespace

struct Tree::Storage {
    std::shared_ptr<const Source> source;
    detail::Arena arena;
    detail::NodeData root;
};

Tree::Tree(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

Node Tree::root() const noexcept {
    return {*storage_->source, storage_->root};
}

std::optional<Tree> Tree::read(std::shared_ptr<const Source> source, Diagnostics& diagnostics) {
    if (!check_text(*source, diagnostics)) {
        return std::nullopt;
    }
    auto storage = std::make_unique<Storage>();
    Builder builder(*source, storage->arena, diagnostics);
    if (!parse(*source, builder, diagnostics)) {
        return std::nullopt;
    }
    auto root = builder.finish();
    if (!root || (root->kind == NodeKind::null && root->size == 0)) {
        if (!diagnostics.has_errors() || root) {
            diagnostics.error(*source, {}, "empty-document", "the file is empty, expected a YAML document");
        }
        return std::nullopt;
    }
    storage->root = *root;
    storage->source = std::move(source);
    return Tree(std::move(storage));
}

}  // namespace aiorun::document
