#include "tests/support/random_programs.hpp"

#include <array>
#include <random>
#include <string_view>

namespace aiorun::testing {
namespace {

/// What stands around the random body of every program, up to its steps and behind them.
constexpr std::string_view beginning = R"(
vars: { in_l0: 0, in_l2: 0, in_s1: 0, n: 0, put_0: 0, got_0: 0, put_1: 0, got_1: 0 }
shared:
  l0: lock
  l1: lock
  l2: lock
  s0: { semaphore: 1 }
  s1: { bounded_semaphore: 2 }
  e0: event
  c0: condition
  c1: { condition: { lock: l1 } }
  q0: { queue: { maxsize: 1 } }
  q1: priority_queue
  b0: { barrier: 2 }
  r0: { rate_limit: { rate: 2/s, burst: 2 } }
tasks:
  nap: { params: { time: ~ }, do: [ { sleep: "${{ time }}" }, { return: "${{ time }}" } ] }
main:
  - spawn:
      try: [ { sleep: 30d } ]
      finally:
        - sleep: 30d
        - print: end l0=${{ locked(l0) }} l1=${{ locked(l1) }} l2=${{ locked(l2) }} s0=${{ value(s0) }} s1=${{ value(s1) }} q0=${{ put_0 - got_0 - size(q0) }} q1=${{ put_1 - got_1 - size(q1) }}
    name: accountant
)";

class Generator {
  public:
    explicit Generator(uint64_t seed) : random_(seed) {}

    std::string main_steps() {
        std::string steps;
        for (int i = 0; i < 3; ++i) {
            steps += "  - " + step(0) + "\n";
        }
        return steps;
    }

  private:
    // The distributions of the standard library differ between its makers; the engine does not.
    uint64_t below(uint64_t n) { return random_() % n; }
    bool chance(uint64_t percent) { return below(100) < percent; }
    template <size_t Size>
    std::string_view choice(const std::array<std::string_view, Size>& words) {
        return words[below(Size)];
    }
    std::string time() { return std::to_string(below(3)); }
    std::string limit() { return "timeout: " + std::to_string(1 + below(4)); }

    std::string block(int depth) {
        std::string steps;
        for (uint64_t i = 0, count = 1 + below(3); i < count; ++i) {
            steps += (i == 0 ? "" : ", ") + step(depth + 1);
        }
        return "[ " + steps + " ]";
    }
    std::string branches(int depth) {
        std::string all;
        for (uint64_t i = 0, count = 2 + below(2); i < count; ++i) {
            all += (i == 0 ? "" : ", ") + block(depth);
        }
        return "[ " + all + " ]";
    }
    /// Listed or generated branches, as the entries of a map.
    std::string branch_entries(int depth) {
        if (chance(60)) {
            return "branches: " + branches(depth) + (chance(30) ? ", limit: 2" : "");
        }
        return "for: item, in: [1, 2, 3], do: " + block(depth) + (chance(50) ? ", limit: 2" : "");
    }
    /// Steps that are entered and left, which the lines tell.
    std::string accounted(const std::string& steps, const std::string& clean_up = "") {
        std::string number = std::to_string(++tries_);
        return "{ try: [ { print: \"+" + number + "\" }, " + steps + " ], finally: [ { print: \"-" + number + "\" }" +
               (clean_up.empty() ? "" : ", " + clean_up) + " ] }";
    }
    /// Errors of the engine's and of the program's own are caught often enough for the program to go on.
    std::string guarded(const std::string& step) {
        if (chance(35)) {
            return step;
        }
        return "{ try: [ " + step + " ], except: { do: [ { sleep: " + time() + " } ] } }";
    }

    std::string step(int depth) {
        if (depth > 4 || ++steps_ > 16) {
            return leaf();
        }
        switch (below(12)) {
            case 0: return leaf();
            case 1: return guarded(held(depth));
            case 2: return guarded("{ gather: { " + branch_entries(depth) +
                                   (chance(30) ? ", return_exceptions: true" : "") + " } }");
            case 3: return guarded("{ task_group: { " + branch_entries(depth) + " } }");
            case 4: return guarded(group_body(depth));
            case 5: return guarded("{ race: { " + branch_entries(depth) + (chance(50) ? ", until: success" : "") + " } }");
            case 6: return guarded("{ as_completed: { " + branch_entries(depth) + ", each: result, then: " + block(depth) + " } }");
            case 7: return "{ do: " + spawned(depth) + " }";
            case 8: return guarded("{ " + limit() + ", do: " + block(depth) + " }");
            case 9: return guarded("{ shield: true, do: " + block(depth) + " }");
            case 10: return guarded("{ retry: { attempts: 2, delay: " + time() + ", on: [Oops, TimeoutError] }, do: " +
                                    block(depth) + " }");
            default: return accounted("{ do: " + block(depth) + " }", chance(40) ? "{ sleep: " + time() + " }" : "");
        }
    }

    std::string group_body(int depth) {
        return "{ task_group: { do: [ { spawn: " + block(depth) + " }, { spawn: " + block(depth) + " }, " + step(depth + 1) +
               " ] } }";
    }

    std::string spawned(int depth) {
        std::string steps = "[ { spawn: " + block(depth) + ", as: handle }, " + step(depth + 1);
        if (chance(40)) {
            steps += ", { cancel: handle }";
        }
        return steps + (chance(60) ? ", { try: [ { await: handle } ], except: { do: [] } }" : "") + " ]";
    }

    /// Something is held, by a modifier or by acquire and release; who is inside is counted.
    std::string held(int depth) {
        switch (below(6)) {
            case 0: return "{ " + limit() + ", lock: l0, do: [ " + counted("in_l0", 1, depth) + " ] }";
            case 1: return "{ " + limit() + ", semaphore: s1, do: [ " + counted("in_s1", 2, depth) + " ] }";
            case 2:
                return "{ do: [ { " + limit() + ", acquire: l2 }, { try: [ " + counted("in_l2", 1, depth) +
                       " ], finally: [ { release: l2 } ] } ] }";
            case 3: return "{ " + limit() + ", rate_limit: r0, semaphore: s0, lock: l1, do: " + block(depth) + " }";
            case 4: {
                std::string_view condition = chance(50) ? "c0" : "c1";
                return "{ " + limit() + ", lock: " + std::string(condition) + ", do: [ { " + limit() + ", wait: " +
                       (chance(50) ? std::string(condition)
                                   : "{ condition: " + std::string(condition) + ", until: n % 3 == 0 }") +
                       " } ] }";
            }
            default: {
                std::string_view condition = chance(50) ? "c0" : "c1";
                return "{ " + limit() + ", lock: " + std::string(condition) + ", do: [ { assign: { n: \"${{ n + 1 }}\" } }, { " +
                       (chance(50) ? "notify: " : "notify_all: ") + std::string(condition) + " } ] }";
            }
        }
    }

    std::string counted(const std::string& name, int most, int depth) {
        return "{ assign: { " + name + ": \"${{ " + name + " + 1 }}\" } }, { if: " + name + " > " + std::to_string(most) +
               ", print: VIOLATION " + name + " }, { try: " + block(depth) + ", finally: [ { assign: { " + name + ": \"${{ " +
               name + " - 1 }}\" } } ] }";
    }

    std::string leaf() {
        constexpr std::array<std::string_view, 2> queues{"0", "1"};
        switch (below(11)) {
            case 0: return "{ set: e0 }";
            case 1: return "{ clear: e0 }";
            case 2: return guarded("{ " + limit() + ", wait: e0 }");
            case 3: return "{ raise: { type: Oops } }";
            case 4: return "{ nap: { time: " + time() + " } }";
            case 5: {
                std::string queue(choice(queues));
                return guarded("{ do: [ { " + limit() + ", put: { queue: q" + queue + ", item: 1 } }, { assign: { put_" + queue +
                               ": \"${{ put_" + queue + " + 1 }}\" } } ] }");
            }
            case 6: {
                std::string queue(choice(queues));
                return guarded("{ do: [ { " + limit() + ", get: q" + queue + " }, { assign: { got_" + queue + ": \"${{ got_" +
                               queue + " + 1 }}\" } } ] }");
            }
            case 7: return guarded("{ " + limit() + ", wait: b0 }");
            case 8: return guarded("{ " + limit() + ", join: q1 }");
            default: return "{ sleep: " + time() + " }";
        }
    }

    std::mt19937_64 random_;
    int steps_ = 0;
    int tries_ = 0;
};

}  // namespace

std::string random_program(uint64_t seed) { return std::string(beginning) + Generator(seed).main_steps(); }

}  // namespace aiorun::testing
