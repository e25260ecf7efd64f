#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("put and get keep the order of their queue") {
    CHECK(printed_by(R"(
shared: { f: queue, l: lifo_queue, p: priority_queue }
main:
  - for: n
    in: [2, 3, 1, 2.5]
    do:
      - put: { queue: f, item: "${{ n }}" }
      - put: { queue: l, item: "${{ n }}" }
      - put: { queue: p, item: "${{ n }}", priority: "${{ n }}" }
  - for: n
    in: ${{ range(4) }}
    do:
      - { get: f, as: a }
      - { get: l, as: b }
      - { get: { queue: p }, as: c }
      - print: ${{ a }} ${{ b }} ${{ c }}
)") == Lines{"2 2.5 1", "3 1 2", "1 3 2.5", "2.5 2 3"});
}

TEST_CASE("nowait raises QueueFull and QueueEmpty") {
    CHECK(run_text("shared: { q: queue }\nmain:\n  - get: { queue: q, nowait: true }\n").error == "QueueEmpty: the queue q is empty");
    CHECK(run_text("shared: { q: { queue: { maxsize: 1 } } }\nmain:\n  - put: { queue: q, item: 1 }\n"
                   "  - put: { queue: q, item: 1, nowait: true }\n")
              .error == "QueueFull: the queue q is full");
}

TEST_CASE("join waits until task_done was called for each item") {
    CHECK(printed_by(R"(
shared: { q: queue }
main:
  - for: n
    in: [1, 2]
    do: [ { put: { queue: q, item: "${{ n }}" } } ]
  - gather:
      - [ { join: q }, { print: "joined at ${{ elapsed() }}" } ]
      - for: n
        in: [1, 2]
        do: [ { get: q }, { sleep: 1 }, { task_done: q } ]
)") == Lines{"joined at 2.0"});
    CHECK(run_text("shared: { q: queue }\nmain:\n  - task_done: q\n").error ==
          "ValueError: task_done was called more often than there were items in the queue q");
}

TEST_CASE("after a shutdown put is refused at once, get when the queue is empty") {
    CHECK(printed_by(R"(
shared: { q: queue }
tasks:
  refused: { params: { how: ~ }, do: [ { print: "${{ how }} refused" } ] }
main:
  - put: { queue: q, item: 1 }
  - shutdown: q
  - try: [ { put: { queue: q, item: 2 } } ]
    except: { type: QueueShutDown, do: [ { refused: { how: put } } ] }
  - { get: q, as: x }
  - print: ${{ x }}
  - try: [ { get: q } ]
    except: { type: QueueShutDown, do: [ { refused: { how: get } } ] }
)") == Lines{"put refused", "1", "get refused"});
    CHECK(run_text("shared: { q: queue }\nmain:\n  - put: { queue: q, item: 1 }\n  - shutdown: { queue: q, immediate: true }\n"
                   "  - return: ${{ size(q) }}\n")
              .result == "0");
}

TEST_CASE("a get that is cancelled before, while it waits and after it was woken loses no item") {
    CHECK(printed_by(R"(
shared: { q: queue }
main:
  - { spawn: { get: q }, as: before }
  - cancel: before
  - { spawn: { get: q }, as: waiting }
  - { spawn: { get: q }, as: woken }
  - sleep: 1
  - cancel: waiting
  - sleep: 1
  - put: { queue: q, item: kept }
  - cancel: woken
  - sleep: 1
  - { get: { queue: q, nowait: true }, as: item }
  - print: ${{ item }}
)") == Lines{"kept"});
}

TEST_CASE("a put that is cancelled while it waits never enters, one that was woken lets the next one in") {
    CHECK(printed_by(R"(
shared: { q: { queue: { maxsize: 1 } } }
main:
  - put: { queue: q, item: 1 }
  - { spawn: { put: { queue: q, item: 2 } }, as: woken }
  - { spawn: { put: { queue: q, item: 3 } }, as: next }
  - sleep: 1
  - get: q
  - cancel: woken
  - sleep: 1
  - { get: q, as: item }
  - print: ${{ item }} ${{ woken.cancelled }} ${{ next.done }}
)") == Lines{"3 true true"});
}

TEST_CASE("a priority is a number, which is checked before the run when it is written out") {
    CHECK(diagnostics_of("shared: { q: priority_queue }\nmain:\n  - put: { queue: q, item: 1, priority: high }\n") ==
          Lines{"3:41: error: the priority of put is a number, found string \"high\" [wrong-type]"});
    CHECK(run_text("shared: { q: priority_queue }\nmain:\n  - put: { queue: q, item: 1, priority: \"${{ [] }}\" }\n").error ==
          "ValueError: the priority of put is a number, found list []");
}

}  // namespace aiorun::testing
