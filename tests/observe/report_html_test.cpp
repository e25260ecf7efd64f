// What the HTML report remembers of a run, and that its page is sound whatever the run's texts are.
#include "observe/report_html.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "observe/report_html_data.hpp"
#include "observe/report_html_recorder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

using testing::Scenario;

std::string mask(std::string text) {
    size_t at = text.find("s3cret");
    return at == std::string::npos ? text : text.replace(at, 6, "***");
}

RunRecord record_of(Scenario scenario, RunRecorder::Bounds bounds = {}) {
    std::optional<RunRecorder> recorder;
    RunRecord record;
    scenario.observe = [&](runtime::Loop& loop) {
        RunRecorder::Setting setting{
            .explain = [](const value::Error& error) { return "line " + std::to_string(error.place.line); }, .mask = mask};
        recorder.emplace(loop, std::move(setting), bounds);
        return &*recorder;
    };
    scenario.after_run = [&](const workflow::RunResult&) { record = recorder->finish(); };
    testing::Outcome outcome = testing::run_workflow(std::move(scenario));
    CHECK(outcome.diagnostics.empty());
    // Steps are borrowed from the workflow, which ends here: their words and places are all that the tests ask for.
    for (const runtime::StepInfo*& info : record.infos) {
        static std::deque<runtime::StepInfo> kept;
        static std::deque<std::string> texts;
        auto& own = kept.emplace_back(*info);
        own.action = texts.emplace_back(own.action);
        own.name = texts.emplace_back(own.name);
        own.place.file = texts.emplace_back(own.place.file).c_str();
        info = &own;
    }
    return record;
}

RunRecord record_of(std::string text, RunRecorder::Bounds bounds = {}) {
    Scenario scenario;
    scenario.text = std::move(text);
    return record_of(std::move(scenario), bounds);
}

std::string text_of(const RunRecord& record, uint32_t text) { return text == no_entry ? "" : record.texts[text]; }

double seconds(Duration time) { return std::chrono::duration<double>(time).count(); }

/// `TASK ACTION BEGIN-END OUTCOME`, the depth as dots before it.
testing::Lines steps_of(const RunRecord& record) {
    constexpr std::array<std::string_view, 5> words{"open", "good", "failed", "cancelled", "skipped"};
    testing::Lines lines;
    for (const RecordedStep& step : record.steps) {
        std::string line(step.depth, '.');
        line += text_of(record, record.tasks[step.task].name) + " " + std::string(record.infos[step.info]->action) + " ";
        value::append_double(line, seconds(step.begin));
        line += "-";
        value::append_double(line, seconds(step.end));
        lines.push_back(line + " " + std::string(words[static_cast<size_t>(step.outcome)]));
    }
    return lines;
}

PageFacts facts() {
    return {.title = "title",
            .file = "flow.yaml",
            .started = "2026-01-31T23:59:59Z",
            .version = "1",
            .seed = "",
            .clock = "virtual",
            .exit_status = 0,
            .outcome = "succeeded",
            .error = "",
            .details = "",
            .line = [](const value::Place& place) { return "line " + std::to_string(place.line); },
            .mask = mask};
}

}  // namespace

TEST_CASE("steps are recorded with their task, their depth, their times and what became of them") {
    RunRecord record = record_of(R"(
main:
  - do: [ { sleep: 1 } ]
  - { if: "false", sleep: 5 }
  - try: [ { raise: x } ]
    except: { do: [ { sleep: 2 } ] }
)");
    CHECK(steps_of(record) ==
          testing::Lines{"main do 0.0-1.0 good", ".main sleep 0.0-1.0 good", "main sleep 1.0-1.0 skipped",
                         "main try 1.0-3.0 good", ".main raise 1.0-1.0 failed", ".main sleep 1.0-3.0 good"});
    CHECK(record.steps[0].is_leaf == false);
    CHECK(record.steps[1].is_leaf);
    CHECK(seconds(record.duration) == 3);
}

TEST_CASE("tasks know who made them and how they ended") {
    RunRecord record = record_of(R"(
main:
  - try:
      - task_group: [ { sleep: 9 }, [ { sleep: 1 }, { raise: x } ] ]
    except: { do: [] }
)");
    REQUIRE(record.tasks.size() == 3);
    CHECK(record.tasks[0].outcome == RecordedOutcome::good);
    CHECK(record.tasks[1].outcome == RecordedOutcome::cancelled);
    CHECK(record.tasks[2].outcome == RecordedOutcome::failed);
    CHECK(record.tasks[1].parent == 0);
    CHECK(seconds(record.tasks[1].end) == 1);
    CHECK(text_of(record, record.errors[record.tasks[2].error].explanation) == "line 4");
    CHECK(record.counts.failed_tasks == 1);
    CHECK(record.counts.cancelled_tasks == 1);
    CHECK(record.counts.most_running == 3);
}

TEST_CASE("an error is listed once, however many steps it leaves") {
    RunRecord record = record_of("main: [ { do: [ { do: [ { raise: x } ] } ] } ]");
    REQUIRE(record.errors.size() == 1);
    CHECK(record.steps[0].error == 0);
    CHECK(record.steps[2].error == 0);
    CHECK(text_of(record, record.errors[0].message) == "x");
}

TEST_CASE("a wait for a lock says who had it and who let go of it") {
    RunRecord record = record_of(R"(
shared: { l: lock }
main: [ { gather: [ { lock: l, sleep: 2 }, { lock: l, sleep: 1 } ] } ]
)");
    auto wait = std::ranges::find(record.waits, runtime::WaitKind::lock, &RecordedWait::kind);
    REQUIRE(wait != record.waits.end());
    CHECK(text_of(record, wait->subject) == "l");
    CHECK(wait->task == 2);
    CHECK(wait->holder == 1);
    CHECK(wait->waker == 1);
    CHECK(seconds(wait->end - wait->begin) == 2);
    CHECK(seconds(record.counts.waited) == 2);
}

TEST_CASE("failed attempts are recorded") {
    RunRecord record = record_of("main: [ { try: [ { raise: x, retry: { attempts: 3, delay: 2, on: [RuntimeError] } } ], except: { do: [] } } ]");
    REQUIRE(record.attempts.size() == 2);
    CHECK(record.attempts[1].number == 2);
    CHECK(record.attempts[1].of == 3);
    CHECK(seconds(record.attempts[1].at) == 2);
}

TEST_CASE("what a run that was cut short had open is open until its end") {
    Scenario scenario;
    scenario.text = "main: [ { try: [ { sleep: 100 } ], finally: [ { sleep: 100 } ] } ]";
    scenario.timeout = std::chrono::seconds(5);
    scenario.grace = std::chrono::seconds(1);
    RunRecord record = record_of(std::move(scenario));
    CHECK(seconds(record.duration) == 6);
    CHECK(record.tasks[0].outcome != RecordedOutcome::good);
    CHECK(record.steps[2].outcome != RecordedOutcome::good);
    CHECK(seconds(record.steps[2].end) == 6);
}

TEST_CASE("beyond the bounds things are counted and not listed") {
    RunRecord record = record_of("main: [ { gather: { for: i, in: \"${{ range(100) }}\", do: { sleep: 1 } } } ]",
                                 {.tasks = 10, .steps = 8, .waits = 5});
    CHECK(record.tasks.size() == 10);
    CHECK(record.steps.size() == 8);
    CHECK(record.waits.size() == 5);
    CHECK(record.counts.tasks == 101);
    CHECK(record.counts.steps == 101);
    CHECK(record.counts.omitted > 180);
}

TEST_CASE("a secret is hidden before a long text is cut") {
    RunRecord record = record_of("main: [ { raise: \"0123456789 s3cret and more\" } ]", {.longest_text = 14});
    CHECK(text_of(record, record.errors[0].message) == "0123456789 ***…");
}

TEST_CASE("texts in a script cannot end it, and hide nothing from the reader") {
    CHECK(script_string("</script><!-- & -->") == R"("\u003c/script\u003e\u003c!-- \u0026 --\u003e")");
    CHECK(script_string("a\"b\\c\n\t") == R"("a\"b\\c\u000a\u0009")");
    CHECK(script_string("\x1b[31m") == R"("\\x1b[31m")");
    CHECK(script_string("\u202e\u2028") == R"("\\u202e\\u2028")");
    CHECK(script_string("\xff") == R"("\\xff")");
    CHECK(script_string("é 漢字") == "\"é 漢字\"");
}

TEST_CASE("the data of a page is JSON, with secrets hidden") {
    RunRecord record = record_of("main: [ { name: s3cret, sleep: 1 }, { try: [ { raise: a s3cret } ], except: { do: [] } } ]");
    std::string data = report_data(record, facts());
    auto parsed = value::parse_json(data);
    REQUIRE(parsed);
    CHECK(parsed->as_map().find(std::string_view("duration"))->as_int() == 1'000'000);
    CHECK(parsed->as_map().find(std::string_view("steps"))->as_list().size() == 3);
    CHECK(data.find("s3cret") == std::string::npos);
    CHECK(data.find("a ***") != std::string::npos);
}

TEST_CASE("the page is one document that holds its style, its data and its script") {
    PageFacts about = facts();
    about.title = "<b>{{data}}</b>";
    std::string page = write_html_report(record_of("main: [ { sleep: 1 } ]"), about);
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(page.find("<title>&lt;b&gt;{{data}}&lt;/b&gt;</title>") != std::string::npos);
    CHECK(page.find("<script type=\"application/json\" id=\"run\">{\"format\":1,") != std::string::npos);
    CHECK(page.find("{{style}}") == std::string::npos);
    CHECK(page.find("{{script}}") == std::string::npos);
}

}  // namespace aiorun::observe
