// ActionVisitor: shows what is inside of actions, for analyses of a whole workflow (lock order, lost updates, graphs).
#pragma once

#include <cstdint>
#include <string_view>

#include "document/source.hpp"
#include "expression/template.hpp"

namespace aiorun::steps {

class Block;
class ErrorTypes;
struct Branch;
struct TaskDefinition;

class ActionVisitor {
  public:
    virtual ~ActionVisitor() = default;
    /// Steps that run in the task itself. `role` is "do", "try", "except", …
    virtual void block(const Block&, std::string_view role) = 0;
    /// Steps that run in a task of their own.
    virtual void branch(const Branch&) = 0;
    /// One for each item of a list, which may be empty.
    virtual void generated_branch(const Branch& each) { branch(each); }
    virtual void call(const TaskDefinition&, document::Span) = 0;
    /// A shared object is held from here to leave_hold().
    virtual void enter_hold(uint32_t object, document::Span) = 0;
    virtual void leave_hold(uint32_t object) = 0;
    /// Any other use of a shared object: "set", "wait", "acquire", "put", … (the words of the language), "stream", "rate_limit".
    virtual void use(uint32_t object, std::string_view how, document::Span) = 0;
    /// Waiting ends after a time, from here to leave_timeout().
    virtual void enter_timeout() {}
    virtual void leave_timeout() {}
    /// An operand that the action evaluates.
    virtual void reads(const expression::Template&) {}
    /// `assign`: what `target` is set to.
    virtual void assigns(expression::NameReference, const expression::Template&) {}
    /// `return`: the value of the task or branch.
    virtual void returns(const expression::Template&) {}
    /// `raise`: the type of the error.
    virtual void raises(const expression::Template&) {}
    /// A handler or a `retry` is there for errors of these types.
    virtual void expects(const ErrorTypes&) {}
};

}  // namespace aiorun::steps
