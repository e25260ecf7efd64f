// The structure of a workflow as data: what the flow chart and the JSON are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aiorun::workflow::graph {

/// What a step does with a shared object: "holds", "puts into", …
struct Use {
    uint32_t object = 0;  ///< index in Graph::objects
    std::string how;
};

struct Step;

/// Steps that run one after the other inside of a step.
struct Part {
    enum class Role : uint8_t {
        body,       ///< of do, for, while, task_group: runs in the task itself
        chosen,     ///< a case of switch
        attempted,  ///< the body of try
        handler,    ///< of except and except_group
        otherwise,  ///< the `else` of a try
        skipped,    ///< the `else` of an `if`
        finally,
        each,       ///< the `then` of as_completed
        branch,     ///< runs as a task of its own
        generated,  ///< one such task for each item of a list
    } role = Role::body;
    std::string label;  ///< the condition of a case, the errors of a handler, the item and list of generated branches
    std::vector<Step> steps;

    [[nodiscard]] bool is_branch() const noexcept { return role == Role::branch || role == Role::generated; }
};

struct Step {
    uint32_t id = 0;      ///< unique in the graph, in the order of the file
    std::string action;   ///< the word of the language, or the name of the task that is called
    std::string name;     ///< given by `name:`, or empty
    std::string detail;   ///< what the action works on
    std::string condition;  ///< of `if`, or empty
    std::vector<std::string> binds;  ///< names, of `as`
    std::vector<std::pair<std::string, std::string>> modifiers;  ///< timeout, shield, retry, with their values
    std::optional<uint32_t> calls;   ///< index in Graph::tasks
    std::vector<Use> uses;
    std::vector<Part> parts;
    uint32_t line = 0;
    uint32_t column = 0;
};

struct Task {
    std::string name;  ///< "main", "fetch_page", "lib.fetch_page"
    bool is_main = false;
    std::string file;
    uint32_t line = 0;
    std::vector<std::string> params;
    std::vector<Step> steps;
};

/// What tasks share: a lock, a queue, a variable of the run, …
struct Object {
    std::string name;
    std::string kind;    ///< "lock", "bounded_semaphore", "variable", …
    std::string detail;  ///< the number of a semaphore, the lock of a condition, …
    std::optional<uint32_t> lock;  ///< of a condition that shares a lock: its index
    std::string file;
    uint32_t line = 0;
};

struct Graph {
    std::string file;
    std::string name;
    std::string description;
    std::vector<Task> tasks;  ///< main first, when there is one
    std::vector<Object> objects;
};

}  // namespace aiorun::workflow::graph
