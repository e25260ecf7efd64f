#include "steps/branch.hpp"

#include "steps/options.hpp"
#include "steps/step_reader.hpp"
#include "steps/visitor.hpp"
#include "value/json.hpp"
#include "value/limits.hpp"
#include "value/stand_in.hpp"

namespace aiorun::steps {

runtime::TaskStart Branch::start(FrameReference frame) const {
    Frame& names = *frame;
    return {body.run(names), std::move(frame), &info, {}, runtime::TaskStart::no_index};
}

Branch read_branch(const document::Node& node, const Context& context, std::string_view what) {
    Branch branch;
    Context inner = context.for_branch();
    branch.scope = &inner.scope();
    branch.body = read_body(node, inner);
    document::Position position = node.source().position(node.span().begin);
    branch.info = {what, "", {node.source().name().c_str(), position.line, position.column}};
    return branch;
}

std::optional<value::ErrorReference> too_deep(const Frame& frame) {
    if (frame.depth() < limits::call_depth) {
        return std::nullopt;
    }
    return value::make_error(value::error_type::runtime, "calls and branches are nested more than " +
                                                             std::to_string(limits::call_depth) + " levels deep");
}

namespace {

std::string no_items(std::string_view what, const Value& value) {
    return std::string(what) + " is a list or a map, found " + shown_with_type(value);
}

}  // namespace

expression::Template read_items(const document::Node& node, std::string_view what, const Context& context) {
    auto items = expression::Template::compile(node, context.scope(), context.diagnostics());
    const Value* constant = items.constant_value();
    if (constant != nullptr && !constant->is_list() && !constant->is_map()) {
        context.error(node, "wrong-type", no_items(what, *constant),
                      constant->is_int() ? "for a number of rounds, `${{ range(" + value::to_json(*constant) + ") }}`" : "");
    }
    return items;
}

Value to_items(Value value, std::string_view what) {
    if (value::StandIn* unknown = value::as_stand_in(value)) {
        Value items = unknown->as_list();  // `value` may be all that holds the stand-in
        if (!items.is_list()) {
            Value shown = unknown->shown();
            bool is_known_kind = unknown->kind() != value::Kind::unbound;
            items = shown.is_map() || is_known_kind ? shown : value::make_list({shown});
        }
        value = std::move(items);
    }
    if (value.is_list() || value.is_failure()) {
        return value;
    }
    if (!value.is_map()) {
        return value::value_error(no_items(what, value));
    }
    std::vector<Value> items;
    for (const auto& [key, entry] : value.as_map()) {
        items.push_back(value::MapBuilder().set("key", key).set("value", entry).build());
    }
    return value::make_list(std::move(items));
}

/// Branches that are written out. All names are copied when the construct starts.
class Branches::Listed final : public runtime::BranchSource {
  public:
    Listed(const std::vector<Branch>& branches, Frame& frame) : branches_(branches) {
        for (const Branch& branch : branches) {
            frames_.push_back(Frame::branch(frame, *branch.scope));
        }
    }
    [[nodiscard]] size_t count() const override { return branches_.size(); }
    [[nodiscard]] runtime::TaskStart make(size_t index) override {
        return branches_[index].start(std::move(frames_[index]));
    }

  private:
    const std::vector<Branch>& branches_;
    std::vector<FrameReference> frames_;
};

/// One branch for each item of a list; the names around it are copied once, when the construct starts.
class Branches::Generated final : public runtime::BranchSource {
  public:
    Generated(const Branches& branches, Frame& frame, Value items)
        : branches_(branches), names_(Frame::branch(frame, *branches.branches_[0].scope)), items_(std::move(items)) {}
    [[nodiscard]] size_t count() const override { return items_.as_list().size(); }
    [[nodiscard]] runtime::TaskStart make(size_t index) override {
        FrameReference frame = names_->copy();
        frame->slot(branches_.item_) = items_.as_list()[index];
        if (branches_.index_) {
            frame->slot(*branches_.index_) = Value(static_cast<int64_t>(index));
        }
        return branches_.branches_[0].start(std::move(frame));
    }

  private:
    const Branches& branches_;
    FrameReference names_;
    Value items_;
};

Branches Branches::read(const document::Node& node, const Context& context, std::string_view what) {
    Branches result;
    result.what_ = what;
    document::Node list = node;
    if (node.is_map()) {
        if (auto limit = node.find("limit")) {
            result.limit_ = Operand<int64_t>::read(*limit, "the limit of " + result.what_, context);
            if (const int64_t* constant = result.limit_->constant(); constant != nullptr && *constant < 1) {
                context.error(*limit, "wrong-value", "the limit of " + result.what_ + " is at least 1, found " +
                                                         std::to_string(*constant));
            }
        }
        if (node.find("for")) {
            result.read_generated(node, context, what);
            return result;
        }
        auto branches = node.find("branches");
        if (!branches) {
            context.error(node, "missing-key",
                          "\"" + result.what_ + "\" needs branches: a list, `branches: […]`, or `for`, `in` and `do`");
            return result;
        }
        list = *branches;
    }
    if (!list.is_list()) {
        context.error(list, "wrong-type",
                      "\"" + result.what_ + "\" takes a list of branches, found " + std::string(list.kind_name()));
        return result;
    }
    for (size_t i = 0; i < list.size(); ++i) {
        result.branches_.push_back(read_branch(list.item(i), context, what));
    }
    return result;
}

void Branches::read_generated(const document::Node& node, const Context& context, std::string_view what) {
    generated_ = true;
    auto in = node.find("in");
    auto body = node.find("do");
    if (!in || !body || node.find("branches")) {
        context.error(node, "missing-key",
                      "generated branches need \"for\", \"in\" and \"do\", and no \"branches\"");
        return;
    }
    list_ = read_items(*in, "\"in\" of " + what_, context);
    Context inner = context.for_branch();
    // The item and the index are names of the branch, there from its start.
    auto bind_at_start = [&](std::string_view key) -> std::optional<uint32_t> {
        auto name = node.find(key);
        if (!name || !check_binding(*name, key, context)) {
            return std::nullopt;
        }
        return inner.scope().bind_at_start(name->text());
    };
    item_ = bind_at_start("for").value_or(0);
    index_ = bind_at_start("index");
    Branch branch;
    branch.scope = &inner.scope();
    branch.body = read_body(*body, inner);
    document::Position position = node.source().position(node.span().begin);
    branch.info = {what, "", {node.source().name().c_str(), position.line, position.column}};
    branches_.push_back(std::move(branch));
}

void Branches::visit(ActionVisitor& visitor) const {
    for (const Branch& branch : branches_) {
        generated_ ? visitor.generated_branch(branch) : visitor.branch(branch);
    }
}

Evaluated<Branches::Prepared> Branches::prepare(Frame& frame) const {
    if (auto error = too_deep(frame)) {
        return std::unexpected(std::move(*error));
    }
    Prepared prepared;
    if (generated_) {
        Value items = to_items(frame.evaluate(list_), "\"in\" of " + what_);
        if (items.is_failure()) {
            return std::unexpected(value::ErrorReference(&items.as_failure()));
        }
        prepared.source = std::make_unique<Generated>(*this, frame, std::move(items));
    } else {
        prepared.source = std::make_unique<Listed>(branches_, frame);
    }
    prepared.limit = prepared.source->count();
    if (limit_) {
        Evaluated<int64_t> limit = limit_->evaluate(frame);
        if (!limit) {
            return std::unexpected(limit.error());
        }
        if (*limit < 1) {
            return std::unexpected(value::make_error(
                value::error_type::value, "the limit of " + what_ + " is at least 1, found " + std::to_string(*limit)));
        }
        prepared.limit = static_cast<size_t>(*limit);
    }
    return prepared;
}

}  // namespace aiorun::steps
