// What the graph of a workflow shows: the way through the steps, and who uses what.
#include "workflow/graph.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace aiorun::workflow {
namespace {

class NoFiles final : public Loader {
  public:
    std::expected<std::string, std::string> load(const std::string&) override {
        return std::unexpected("No such file");
    }
};

/// The lines of the Mermaid chart, without indentation.
std::vector<std::string> draw(std::string_view text) {
    NoFiles loader;
    document::Diagnostics diagnostics;
    auto source = std::make_shared<document::Source>("flow.yaml", std::string(text));
    auto workflow = read_workflow(source, loader, diagnostics, Trees::kept);
    REQUIRE(workflow);
    REQUIRE_FALSE(diagnostics.has_errors());
    std::vector<std::string> lines;
    std::string chart = draw_graph(*workflow, GraphFormat::mermaid);
    for (size_t begin = 0; begin < chart.size();) {
        size_t end = chart.find('\n', begin);
        std::string line = chart.substr(begin, end - begin);
        lines.push_back(line.substr(std::min(line.find_first_not_of(' '), line.size())));
        begin = end + 1;
    }
    return lines;
}

/// Those lines that are arrows, in order.
std::vector<std::string> arrows(std::string_view text) {
    std::vector<std::string> found;
    for (std::string& line : draw(text)) {
        if (line.find("-->") != std::string::npos || line.find("==>") != std::string::npos ||
            line.find("-.->") != std::string::npos) {
            found.push_back(std::move(line));
        }
    }
    return found;
}

bool has(const std::vector<std::string>& lines, std::string_view wanted) {
    return std::ranges::find(lines, wanted) != lines.end();
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("steps follow one another") {
    CHECK(arrows("main: [ { sleep: 1 }, { print: x } ]") == Lines{"t0 --> s1", "s1 --> s2"});
}

TEST_CASE("a step says what it works on, its name, its modifiers and what it binds") {
    Lines lines = draw(R"(main:
  - name: wait a bit
    sleep: { for: 2s }
    timeout: 3s
    retry: 2
    as: x
)");
    CHECK(has(lines, R"(s1["wait a bit<br>sleep 2s<br>timeout 3s<br>retry 2<br>as x"])"));
}

TEST_CASE("an if leads to the step, to its else, and both to what follows") {
    CHECK(arrows(R"(main:
  - if: "true"
    print: a
    else: [ { print: b } ]
  - print: c
)") == Lines{"t0 --> d1", "d1 -->|\"yes\"| s1", "d1 -->|\"no\"| s2", "s1 --> s3", "s2 --> s3"});
}

TEST_CASE("a loop comes back, break leaves it, continue goes on with it") {
    CHECK(arrows(R"(main:
  - for: x
    in: [1]
    do:
      - if: x > 2
        break:
      - if: x > 1
        continue:
  - print: c
)") == Lines{"t0 --> s1", "s1 -->|\"each\"| d2", "d2 -->|\"yes\"| s2", "d2 -->|\"no\"| d3", "d3 -->|\"yes\"| s3",
              "s3 --> s1", "d3 -->|\"no\"| s1", "s1 -->|\"done\"| s4", "s2 --> s4"});
}

TEST_CASE("branches start with thick arrows and meet again, also when they return") {
    CHECK(arrows(R"(main:
  - gather:
      - [ { sleep: 1 }, { return: 1 } ]
      - sleep: 2
)") == Lines{"t0 --> s1", "s1 ==> s2", "s2 --> s3", "s1 ==> s4", "s3 --> j1", "s4 --> j1"});
}

TEST_CASE("a branch of several steps has a frame, and generated ones say of what") {
    Lines lines = draw("main: [ { race: { for: x, in: [1, 2], do: [ { sleep: 1 }, { sleep: 2 } ] } } ]");
    CHECK(has(lines, R"(subgraph c1 ["each x in #91;1, 2#93;"])"));
    CHECK(has(lines, R"(s1 ==>|"each x in #91;1, 2#93;"| s2)"));
    CHECK(has(lines, R"(j1[\"first"/])"));
}

TEST_CASE("what is spawned in a task_group joins it") {
    CHECK(arrows(R"(main:
  - task_group:
      do:
        - spawn: { sleep: 1 }
        - sleep: 2
)") == Lines{"t0 --> s1", "s1 --> s2", "s2 ==> s3", "s2 --> s4", "s4 --> j1", "s3 --> j1"});
}

TEST_CASE("handlers are reached by the names of their errors, and finally in any case") {
    CHECK(arrows(R"(main:
  - try: [ { sleep: 1 } ]
    except:
      - { type: [HTTPError, TimeoutError], if: error.message == "x", do: [ { print: a } ] }
      - { do: [ { print: b } ] }
    finally: [ { print: c } ]
)") == Lines{"t0 --> s1", "s1 --> s2", "s1 -.->|\"HTTPError, TimeoutError if error.message == #34;x#34;\"| s3",
              "s1 -.->|\"any error\"| s4", "s2 --> s5", "s3 --> s5", "s4 --> s5", "s1 -.->|\"finally\"| s5"});
}

TEST_CASE("the cases of a switch bear their conditions") {
    Lines found = arrows("main: [ { switch: [ { when: 1 > 2, do: [ { print: a } ] } ] }, { print: b } ]");
    CHECK(found == Lines{"t0 --> s1", "s1 -->|\"1 #62; 2\"| s2", "s2 --> s3", "s1 -->|\"none\"| s3"});
}

TEST_CASE("a shielded step is one step") {
    CHECK(draw("main: [ { sleep: 1, shield: true } ]") ==
          Lines{"flowchart TD", R"(subgraph c0 ["main"])", R"(t0(["main"]))", R"(s1["sleep 1<br>shield"])", "end",
                "t0 --> s1"});
}

TEST_CASE("steps that merge the same keys keep what is their own") {
    Lines lines = draw(R"(vars: { often: &often { sleep: 1, timeout: 2s } }
main:
  - { <<: *often, timeout: 3s }
  - { <<: *often, name: second }
  - { <<: *often, if: 1 < 2 }
  - { <<: *often }
)");
    CHECK(has(lines, R"(s1["sleep 1<br>timeout 3s"])"));
    CHECK(has(lines, R"(s2["second<br>sleep 1<br>timeout 2s"])"));
    CHECK(has(lines, R"(d3{"if 1 #60; 2"})"));
    CHECK(has(lines, R"(s4["sleep 1<br>timeout 2s"])"));
}

TEST_CASE("every way to use a shared object is told") {
    Lines found = arrows(R"(vars: { v: 0 }
shared: { l: lock, s: { semaphore: 1 }, e: event, q: queue, b: { barrier: 1 }, c: condition, r: { rate_limit: { rate: 1/s } } }
main:
  - { lock: l, semaphore: s, rate_limit: r, print: "${{ v }}" }
  - { set: e }
  - { put: { queue: q, item: "${{ size(q) }}" } }
  - { wait: b }
  - { lock: c, wait: { condition: c, until: v > 0 } }
  - { assign: { v: 1 } }
  - { acquire: l }
  - { fetch: { url: "http://127.0.0.1/", stream: lines, into: q } }
)");
    for (std::string_view wanted :
         {R"(s1 -.->|"holds"| o0)", R"(s1 -.->|"holds"| o1)", R"(s1 -.->|"takes a place of"| o6)",
          R"(s1 -.->|"reads"| o7)", R"(s2 -.->|"sets"| o2)", R"(s3 -.->|"puts into, reads"| o3)",
          R"(s4 -.->|"waits for"| o4)", R"(s5 -.->|"holds, waits for"| o5)", R"(s5 -.->|"reads"| o7)",
          R"(s6 -.->|"assigns"| o7)", R"(s7 -.->|"acquires"| o0)", R"(s8 -.->|"streams into"| o3)"}) {
        INFO(wanted);
        CHECK(has(found, wanted));
    }
}

TEST_CASE("a name that a task binds itself is no shared object") {
    CHECK(arrows(R"(shared: { q: queue }
tasks: { t: { params: { q: ~ }, do: [ { print: "${{ q }}" } ] } }
)") == Lines{"t0 --> s1"});
}

}  // namespace aiorun::workflow
