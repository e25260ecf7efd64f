// What `aiorun check` finds by looking at a whole workflow: deadlocks that are certain, lock-order
// inversions, lost updates, steps that are never reached.
#include <algorithm>

#include "document/diagnostic.hpp"
#include "tests/support/catch.hpp"
#include "workflow/analysis.hpp"
#include "workflow/workflow.hpp"

namespace aiorun::workflow {
namespace {

class NoFiles final : public Loader {
  public:
    std::expected<std::string, std::string> load(const std::string&) override {
        return std::unexpected("No such file");
    }
};

/// `error 4 double-lock`, `warning 7 lost-update`: severity, line and code.
std::vector<std::string> check(std::string_view text) {
    NoFiles loader;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>("flow.yaml", std::string(text));
    auto workflow = read_workflow(source, loader, diagnostics);
    if (workflow && !diagnostics.has_errors()) {
        analyze(*workflow, diagnostics);
    }
    std::vector<std::string> found;
    for (const document::Diagnostic& each : diagnostics.sorted()) {
        INFO(each.message);
        std::string severity = each.severity == document::Severity::error ? "error" : "warning";
        found.push_back(severity + " " + std::to_string(each.source->position(each.span.begin).line) + " " +
                        each.code);
    }
    return found;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("a lock inside of itself is a certain deadlock") {
    CHECK(check(R"(shared: { a: lock }
main:
  - lock: a
    do:
      - sleep: 1
      - lock: a
        print: x
)") == Found{"error 6 double-lock"});
}

TEST_CASE("an acquire inside of the same lock is a certain deadlock") {
    CHECK(check(R"(shared: { a: lock }
main:
  - lock: a
    do:
      - acquire: a
)") == Found{"error 5 double-lock"});
}

TEST_CASE("two acquires without a release between are a certain deadlock") {
    CHECK(check("shared: { a: lock }\nmain:\n  - acquire: a\n  - acquire: a\n") ==
          Found{"error 4 double-lock"});
}

TEST_CASE("two acquires with a release between are fine") {
    CHECK(
        check("shared: { a: lock }\nmain:\n  - acquire: a\n  - release: a\n  - acquire: a\n  - release: a\n")
            .empty());
}

TEST_CASE("two acquires are fine when another task may release") {
    CHECK(check(R"(shared: { a: lock }
main:
  - spawn: [ { sleep: 1 }, { release: a } ]
  - acquire: a
  - acquire: a
)")
              .empty());
}

TEST_CASE("a condition that shares a lock is that lock") {
    CHECK(check(R"(shared: { a: lock, c: { condition: { lock: a } } }
main:
  - lock: a
    do:
      - lock: c
        print: x
)") == Found{"error 5 double-lock"});
}

TEST_CASE("a lock that a called task takes again is a certain deadlock, however deep") {
    CHECK(check(R"(shared: { a: lock }
tasks:
  outer: { do: [ { inner: {} } ] }
  inner: { do: [ { lock: a, print: x } ] }
main:
  - lock: a
    outer: {}
)") == Found{"error 7 double-lock"});
}

TEST_CASE("tasks that call each other without end are looked at once") {
    CHECK(check(R"(shared: { a: lock }
tasks:
  ping: { params: { n: ~ }, do: [ { if: n > 0, pong: { n: "${{ n - 1 }}" } } ] }
  pong: { params: { n: ~ }, do: [ { lock: a, ping: { n: "${{ n }}" } } ] }
main:
  - ping: { n: 1 }
)")
              .size() <= 1);
}

TEST_CASE("a lock that a branch needs while who waits for the branch holds it is a certain deadlock") {
    CHECK(check(R"(shared: { a: lock }
main:
  - lock: a
    gather:
      - lock: a
        print: x
      - sleep: 1
)") == Found{"error 5 double-lock"});
}

TEST_CASE("a spawned branch may take the lock that is held, later") {
    CHECK(check(R"(shared: { a: lock }
main:
  - lock: a
    spawn: { lock: a, print: x }
)")
              .empty());
}

TEST_CASE("a semaphore is full when one task holds all of its places") {
    CHECK(check(R"(shared: { s: { semaphore: 2 } }
main:
  - semaphore: s
    do:
      - semaphore: s
        do:
          - semaphore: s
            print: x
)") == Found{"error 7 double-lock"});
}

TEST_CASE("under a condition or a timeout, a lock inside of itself is a warning") {
    CHECK(check(R"(shared: { a: lock }
params: { again: false }
main:
  - lock: a
    do:
      - if: again
        lock: a
        print: x
)") == Found{"warning 7 double-lock"});
    CHECK(check(R"(shared: { a: lock }
main:
  - timeout: 1
    lock: a
    do: [ { lock: a, print: x } ]
)") == Found{"warning 5 double-lock"});
    CHECK(check(R"(shared: { a: lock }
tasks:
  twice: { do: [ { lock: a, do: [ { lock: a, print: x } ] } ] }
main:
  - timeout: 1
    twice: {}
)") == Found{"warning 3 double-lock"});
}

TEST_CASE("a lock that a loop does not come to is a warning") {
    for (std::string_view jump : {"{ if: i == 1, continue: }", "{ if: i == 1, break: }", "{ do: [ { continue: } ] }",
                                  "{ switch: [ { when: i == 1, do: [ { break: } ] } ] }"}) {
        INFO(jump);
        CHECK(check("shared: { l: lock }\nmain:\n  - for: i\n    in: [1]\n    do:\n      - lock: l\n        do:\n          - " +
                    std::string(jump) + "\n          - { lock: l, print: n }\n") == Found{"warning 9 double-lock"});
    }
    CHECK(check(R"(shared: { l: lock }
main:
  - for: i
    in: [1]
    do: [ { if: i == 1, continue: } ]
  - lock: l
    do: [ { lock: l, print: n } ]
)") == Found{"error 7 double-lock"});
}

TEST_CASE("a branch that an `as_completed` may leave is a warning") {
    for (std::string_view jump : {"return: 1", "break: "}) {
        INFO(jump);
        CHECK(check("shared: { l: lock }\nmain:\n  - lock: l\n    as_completed:\n      branches:\n        - sleep: 0\n        - "
                    "{ lock: l, print: n }\n      then: [ { " +
                    std::string(jump) + " } ]\n") == Found{"warning 7 double-lock"});
    }
    CHECK(check(R"(shared: { l: lock }
main:
  - lock: l
    as_completed:
      branches:
        - sleep: 0
        - { lock: l, print: n }
      then: [ { print: x } ]
)") == Found{"error 7 double-lock"});
}

TEST_CASE("a plain semaphore has more places after a release of what was not taken") {
    CHECK(check(R"(shared: { s: { semaphore: 1 } }
main:
  - release: s
  - semaphore: s
    do: [ { semaphore: s, print: ok } ]
)")
              .empty());
    CHECK(check(R"(shared: { s: { semaphore: 1 } }
main:
  - acquire: s
  - { for: i, in: [1, 2], do: [ { release: s } ] }
  - semaphore: s
    do: [ { semaphore: s, print: ok } ]
)")
              .empty());
    CHECK(check(R"(shared: { s: { semaphore: 1 } }
main:
  - acquire: s
  - release: s
  - semaphore: s
    do: [ { semaphore: s, print: ok } ]
)") == Found{"error 6 double-lock"});
    CHECK(check(R"(shared: { s: { bounded_semaphore: 1 } }
main:
  - try: [ { release: s } ]
    except: { do: [] }
  - semaphore: s
    do: [ { semaphore: s, print: ok } ]
)") == Found{"error 6 double-lock"});
}

TEST_CASE("a task group's body that a child may cancel is a warning, and so is a task that nobody waits for") {
    CHECK(check(R"(shared: { l: lock }
main:
  - lock: l
    do:
      - task_group:
          do:
            - spawn: { raise: x }
            - sleep: 1
            - { lock: l, print: n }
)") == Found{"warning 9 double-lock"});
    CHECK(check(R"(shared: { l: lock }
main:
  - lock: l
    task_group: { do: [ { lock: l, print: n } ] }
)") == Found{"error 4 double-lock"});
    CHECK(check(R"(shared: { l: lock }
main:
  - spawn: { lock: l, do: [ { lock: l, print: n } ] }
)") == Found{"warning 3 double-lock"});
}

TEST_CASE("what another branch or a called task may end by failing is a warning") {
    CHECK(check(R"(shared: { l: lock }
main:
  - try:
      - gather:
          - lock: l
            do: [ { lock: l, print: n } ]
          - raise: x
    except: { do: [] }
)") == Found{"warning 6 double-lock"});
    CHECK(check(R"(shared: { l: lock }
tasks: { fail: { do: [ { raise: x } ] } }
main:
  - lock: l
    do:
      - fail: {}
      - { lock: l, print: n }
)") == Found{"warning 7 double-lock"});
    CHECK(check(R"(shared: { l: lock }
params: { p: true }
main:
  - lock: l
    do:
      - assert: p
      - { lock: l, print: n }
)") == Found{"warning 7 double-lock"});
    CHECK(check(R"(shared: { l: lock }
tasks: { fail: { do: [ { raise: x } ] } }
main:
  - try: [ { fail: {} } ]
    except: { do: [] }
  - gather:
      - lock: l
        do: [ { lock: l, print: n } ]
      - sleep: 1
)") == Found{"error 8 double-lock"});
}

TEST_CASE("different locks inside of each other are fine") {
    CHECK(check("shared: { a: lock, b: lock }\nmain:\n  - lock: a\n    do: [ { lock: b, print: x } ]\n")
              .empty());
}

TEST_CASE("locks that two branches take in different orders are an inversion") {
    CHECK(check(R"(shared: { a: lock, b: lock }
main:
  - gather:
      - lock: a
        do: [ { sleep: 1 }, { lock: b, print: x } ]
      - lock: b
        do: [ { sleep: 1 }, { lock: a, print: x } ]
)") == Found{"warning 5 lock-order"});
}

TEST_CASE("an inversion is seen through calls") {
    CHECK(check(R"(shared: { a: lock, b: lock }
tasks:
  take_b: { do: [ { lock: b, print: x } ] }
  one: { do: [ { lock: a, take_b: {} } ] }
  two: { do: [ { lock: b, do: [ { lock: a, print: x } ] } ] }
main:
  - gather: [ { one: {} }, { two: {} } ]
)") == Found{"warning 4 lock-order"});
}

TEST_CASE("different orders are fine in one task, and under a lock that guards both") {
    CHECK(check(R"(shared: { a: lock, b: lock }
main:
  - lock: a
    do: [ { lock: b, print: x } ]
  - lock: b
    do: [ { lock: a, print: x } ]
)")
              .empty());
    CHECK(check(R"(shared: { a: lock, b: lock, gate: lock }
main:
  - gather:
      - { lock: gate, do: [ { lock: a, do: [ { lock: b, print: x } ] } ] }
      - { lock: gate, do: [ { lock: b, do: [ { lock: a, print: x } ] } ] }
)")
              .empty());
}

TEST_CASE("a circle of three locks is an inversion") {
    CHECK(check(R"(shared: { a: lock, b: lock, c: lock }
main:
  - gather:
      - { lock: a, do: [ { lock: b, print: x } ] }
      - { lock: b, do: [ { lock: c, print: x } ] }
      - { lock: c, do: [ { lock: a, print: x } ] }
)") == Found{"warning 4 lock-order"});
}

TEST_CASE("a variable set after a wait from what was read before is a lost update") {
    CHECK(check(R"(vars: { total: 0 }
tasks:
  add:
    do:
      - assign: { seen: "${{ total }}" }
      - sleep: 1
      - assign: { total: "${{ seen + 1 }}" }
main:
  - gather: [ { add: {} }, { add: {} } ]
)") == Found{"warning 7 lost-update"});
}

TEST_CASE("a lost update is seen through other names, results of calls and waits for a lock") {
    CHECK(check(R"(vars: { total: 0 }
shared: { a: lock }
main:
  - gather:
      for: n
      in: [1, 2]
      do:
        - assign: { seen: "${{ total }}" }
        - assign: { more: "${{ seen + n }}" }
        - lock: a
          assign: { total: "${{ more }}" }
)") == Found{"warning 11 lost-update"});
    CHECK(check(R"(vars: { total: 0 }
tasks:
  compute: { params: { x: ~ }, do: [ { sleep: 1 }, { return: "${{ x + 1 }}" } ] }
main:
  - gather:
      for: n
      in: [1, 2]
      do:
        - compute: { x: "${{ total }}" }
          as: more
        - assign: { total: "${{ more }}" }
)") == Found{"warning 11 lost-update"});
}

TEST_CASE("an update is not lost under one lock, without a wait, when it reads afresh, or in a single task") {
    CHECK(check(R"(vars: { total: 0 }
shared: { a: lock }
main:
  - gather:
      for: n
      in: [1, 2]
      do:
        - lock: a
          do:
            - assign: { seen: "${{ total }}" }
            - sleep: 1
            - assign: { total: "${{ seen + n }}" }
        - assign: { now: "${{ total }}" }
        - assign: { total: "${{ now + n }}" }
        - sleep: 1
          as: done
        - assign: { total: "${{ total + n }}" }
)")
              .empty());
    CHECK(check(R"(vars: { total: 0 }
main:
  - assign: { seen: "${{ total }}" }
  - sleep: 1
  - assign: { total: "${{ seen + 1 }}" }
)")
              .empty());
}

TEST_CASE("an update is not lost when all callers hold a lock") {
    CHECK(check(R"(vars: { total: 0 }
shared: { a: lock }
tasks:
  add:
    do:
      - assign: { seen: "${{ total }}" }
      - sleep: 1
      - assign: { total: "${{ seen + 1 }}" }
main:
  - gather: [ { lock: a, add: {} }, { lock: a, add: {} } ]
)")
              .empty());
}

TEST_CASE("an update is lost when a wait for a condition gives its lock back in between") {
    CHECK(check(R"(vars: { n: 0 }
shared: { c: condition }
main:
  - gather:
      for: i
      in: [1, 2]
      do:
        - lock: c
          do:
            - assign: { x: "${{ n }}" }
            - wait: c
            - assign: { n: "${{ x + 1 }}" }
)") == Found{"warning 12 lost-update"});
    CHECK(check(R"(vars: { n: 0 }
shared: { c: condition }
tasks:
  add: { do: [ { assign: { x: "${{ n }}" } }, { wait: c }, { assign: { n: "${{ x + 1 }}" } } ] }
main:
  - gather: [ { lock: c, add: {} }, { lock: c, add: {} } ]
)") == Found{"warning 4 lost-update"});
    CHECK(check(R"(vars: { n: 0 }
shared: { c: condition }
main:
  - gather:
      for: i
      in: [1, 2]
      do:
        - lock: c
          do:
            - { if: i == 1, wait: c }
            - assign: { x: "${{ n }}" }
            - sleep: 1
            - assign: { n: "${{ x + 1 }}" }
)")
              .empty());
}

TEST_CASE("main loses no update while the other writers have ended") {
    std::string begin = R"(vars: { n: 0 }
tasks:
  add: { do: [ { assign: { n: "${{ n + 1 }}" } }, { sleep: 1 } ] }
main:
)";
    std::string read = "  - assign: { y: \"${{ n }}\" }\n";
    std::string set = "  - sleep: 1\n  - assign: { n: \"${{ y + 1 }}\" }\n";
    std::string writers = "  - gather: [ { add: {} }, { add: {} } ]\n";
    CHECK(check(begin + writers + read + set).empty());
    CHECK(check(begin + read + writers + set) == Found{"warning 8 lost-update"});
    CHECK(check(begin + "  - spawn: { add: {} }\n" + read + set) == Found{"warning 8 lost-update"});
}

TEST_CASE("steps behind one that leaves are never reached") {
    for (std::string_view jump : {"return: 1", "raise: x"}) {
        CHECK(check("main:\n  - " + std::string(jump) + "\n  - print: x\n  - print: y\n") ==
              Found{"warning 3 unreachable"});
    }
    CHECK(check("main:\n  - while: true\n    do: [ { break: }, { print: x } ]\n") ==
          Found{"warning 3 unreachable"});
    CHECK(check("params: { p: true }\nmain:\n  - if: p\n    return: 1\n  - print: x\n").empty());
    CHECK(check("params: { p: true }\nmain:\n  - if: p\n    return: 1\n    else: [ { return: 2 } ]\n  - "
                "print: x\n") == Found{"warning 6 unreachable"});
}

TEST_CASE("an analysis takes time in proportion to the workflow") {
    std::string text = "shared: { a: lock, b: lock }\ntasks:\n  t0: { do: [ { lock: a, print: x } ] }\n";
    for (int i = 1; i < 5000; ++i) {
        text += "  t" + std::to_string(i) + ": { do: [ { t" + std::to_string(i - 1) + ": {} }, { t" +
                std::to_string(i / 2) + ": {} } ] }\n";
    }
    CHECK(check(text + "main:\n  - lock: b\n    t4999: {}\n").empty());
    CHECK(check(text + "main:\n  - lock: a\n    t4999: {}\n").size() == 1);
}

TEST_CASE("an error type that nothing raises is told where it is waited for") {
    CHECK(check(R"(main:
  - try: [ { raise: { type: Mine } } ]
    except:
      - { type: TimeoutErorr, do: [] }
      - { type: [Mine, ValueError], do: [] }
  - sleep: 1
    retry: { attempts: 2, on: [Mien] }
)") == Found{"warning 4 unraised-type", "warning 7 unraised-type"});
}

TEST_CASE("when a type is computed any type may be raised") {
    CHECK(check(R"(main:
  - try: [ { raise: { type: "${{ 'A' + 'b' }}" } } ]
    except: { type: Other, do: [] }
)") == Found{});
}

}  // namespace aiorun::workflow
