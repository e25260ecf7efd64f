// `fetch:`: an HTTP transfer.
#include "expression/template.hpp"
#include "steps/actions.hpp"
#include "steps/run.hpp"
#include "steps/step_reader.hpp"
#include "value/json.hpp"

namespace aiorun::steps {
namespace {

class Fetch final : public WaitingAction {
  public:
    explicit Fetch(expression::Template url) : url_(std::move(url)) {}

    Coro<Completion> run(Frame& frame) const override {
        http::Request request;
        request.url = value::to_text(frame.evaluate(url_));
        auto result = co_await frame.run().effects().fetch(std::move(request));
        if (!result) {
            co_return Completion::raised(http::to_error(result.error()));
        }
        co_return value::MapBuilder().set("status", result->status).set("text", result->body).build();
    }

  private:
    expression::Template url_;
};

ActionPointer read(const StepNode& step, Context& context) {
    return std::make_unique<Fetch>(expression::Template::compile(step.value(), context.scope(), context.diagnostics()));
}

}  // namespace

const ActionSpec fetch_action{
    .name = "fetch",
    .doc = "An HTTP transfer.",
    .main = "url",
    .shape = Shape::text,
    .read = read,
};

}  // namespace aiorun::steps
