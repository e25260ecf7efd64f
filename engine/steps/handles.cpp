#include "steps/handles.hpp"

#include "steps/operand.hpp"

namespace aiorun::steps {

Handles Handles::read(const document::Node& node, const Context& context) {
    Handles handles;
    handles.is_list_ = node.is_list();
    if (!node.is_list()) {
        handles.add(node, context);
    }
    for (size_t i = 0; node.is_list() && i < node.size(); ++i) {
        handles.add(node.item(i), context);
    }
    return handles;
}

void Handles::add(const document::Node& node, const Context& context) {
    Part part;
    if (node.is_string() && is_identifier(node.text())) {
        part.is_bare = true;
        part.program = expression::compile_condition(node, context.scope(), context.diagnostics());
    } else {
        part.template_ = expression::Template::compile(node, context.scope(), context.diagnostics());
        if (part.template_.constant_value() != nullptr) {
            context.error(node, "wrong-type", "expected the handle of a task, found " + std::string(node.kind_name()),
                          "name what a `spawn` step bound by `as`, for example `await: ${{ handle }}`");
        }
    }
    parts_.push_back(std::move(part));
}

Evaluated<Handles::Found> Handles::evaluate(const Frame& frame) const {
    Found found;
    found.is_list = is_list_;
    auto take = [&](const Value& value) {
        bool is_handle = value.is_opaque() && value.as_opaque().type_name() == "task";
        if (is_handle) {
            found.tasks.emplace_back(static_cast<runtime::Task*>(&value.as_opaque()));
        }
        return is_handle;
    };
    for (const Part& part : parts_) {
        Value value = part.is_bare ? frame.evaluate(part.program) : frame.evaluate(part.template_);
        if (value.is_failure()) {
            return std::unexpected(value::ErrorReference(&value.as_failure()));
        }
        // A single expression may give a list of handles.
        bool fits = true;
        if (value.is_list() && !is_list_) {
            found.is_list = true;
            for (const Value& each : value.as_list()) {
                fits = fits && take(each);
            }
        } else {
            fits = take(value);
        }
        if (!fits) {
            return std::unexpected(value::make_error(
                value::error_type::value, "expected the handle of a task, found " + shown_with_type(value)));
        }
    }
    return found;
}

}  // namespace aiorun::steps
