#include "tests/support/catch.hpp"
#include "tests/support/run_workflow.hpp"

namespace aiorun::testing {

TEST_CASE("the keys of a file are known ones, and its version is 1") {
    CHECK(diagnostics_of("mian: []\ntasks: {}\n") ==
          Lines{"1:1: error: a workflow has no key \"mian\", did you mean \"main\"? [unknown-key]"});
    CHECK(diagnostics_of("aiorun: 2\nmain: []\n") ==
          Lines{"1:9: error: this aiorun knows version 1 of the language, found 2 [unknown-version]"});
    CHECK(diagnostics_of("aiorun: 1\nname: n\ndescription: d\nmain: []\n").empty());
    CHECK(diagnostics_of("[]\n") == Lines{"1:1: error: a workflow is a map with `main` or `tasks`, found a list [wrong-type]"});
}

TEST_CASE("a variable may hide a param, and be made of it") {
    Scenario scenario;
    scenario.text = "params: { x: 1 }\nvars: { x: \"${{ x * 10 }}\" }\nmain: [ { assign: { x: \"${{ x + 1 }}\" } }, { return: \"${{ x }}\" } ]\n";
    CHECK(run_workflow(scenario).result == "11");
    scenario.params["x"] = "4";
    CHECK(run_workflow(scenario).result == "41");
}

TEST_CASE("the first value of a variable sees params and the variables above it") {
    CHECK(run_text("params: { p: 1 }\nvars: { a: \"${{ p + 1 }}\", b: \"${{ a + 1 }}\" }\nmain: [ { return: \"${{ b }}\" } ]\n").result == "3");
    CHECK(diagnostics_of("vars: { a: \"${{ b }}\", b: 1 }\nmain: []\n") ==
          Lines{"1:17: error: \"b\" is not there yet when the variables get their first values [unknown-name]"});
    CHECK(diagnostics_of("vars: { a: \"${{ locked(l) }}\" }\nshared: { l: lock }\nmain: []\n") ==
          Lines{"1:24: error: \"l\" is not there yet when the variables get their first values [unknown-name]"});
}

TEST_CASE("params, variables and shared objects have one namespace otherwise") {
    CHECK(diagnostics_of("params: { x: 1 }\nshared: { x: lock }\nmain: []\n") ==
          Lines{"2:11: error: \"x\" is declared twice: params, vars and shared objects have one namespace [duplicate-name]"});
}

TEST_CASE("no name may be a word that expressions read as something else") {
    CHECK(diagnostics_of("params: { in: 1 }\nmain: []\n") ==
          Lines{"1:11: error: no name may be \"in\": expressions read it as something else [bad-name]"});
    CHECK(diagnostics_of("tasks: { t: { params: { null: ~ }, do: [] } }\n").size() == 1);
    CHECK(diagnostics_of("main: [ { print: 1, as: in } ]\n").size() == 1);
    CHECK(run_text("params: { package: 2 }\nmain: [ { return: \"${{ package }}\" } ]\n").result == "2");
}

TEST_CASE("a task may not bear the name of an action or of a key of steps") {
    for (const char* name : {"sleep", "timeout", "in", "finally"}) {
        CHECK(diagnostics_of("tasks: { " + std::string(name) + ": { do: [] } }\n") ==
              Lines{"1:10: error: a task may not be called \"" + std::string(name) + "\": steps use the word [reserved-name]"});
    }
    CHECK(diagnostics_of("tasks: { a b: { do: [] } }\n") ==
          Lines{"1:10: error: a task's name is a letter (a-z, A-Z) or _, then letters, digits, - and _; found \"a b\" [bad-name]"});
    CHECK(diagnostics_of("tasks: { fetch-page: { do: [] } }\n").empty());
}

TEST_CASE("an import brings the tasks of another file, with its own params, variables and objects") {
    Scenario scenario;
    scenario.text = "import: { my-lib: lib.yaml }\nparams: { who: me }\nmain: [ { my-lib.hi: , as: x }, { return: \"${{ x }} ${{ who }}\" } ]\n";
    scenario.files["lib.yaml"] = "params: { who: lib }\nvars: { n: 1 }\nshared: { l: lock }\n"
                                 "tasks: { hi: { do: [ { lock: l, return: \"${{ who }}${{ n }}\" } ] } }\n";
    CHECK(run_workflow(scenario).result == "\"lib1 me\"");
}

TEST_CASE("imports that are missing, go in a circle or lack the task are check errors") {
    CHECK(diagnostics_of("import: { a: no.yaml }\nmain: []\n") ==
          Lines{"1:14: error: cannot read no.yaml: No such file or directory [bad-import]"});
    CHECK(diagnostics_of("import: { a: a.yaml }\nmain: []\n", {{"a.yaml", "import: { b: a.yaml }\ntasks: {}\n"}}) ==
          Lines{"a.yaml:1:14: error: these files import each other: a.yaml → a.yaml [bad-import]"});
    CHECK(diagnostics_of("import: { a: a.yaml }\nmain: [ { a.no: } ]\n", {{"a.yaml", "tasks: { t: { do: [] } }\n"}}) ==
          Lines{"2:11: error: unknown action \"a.no\" [unknown-action]"});
}

TEST_CASE("the version is a number") {
    CHECK(diagnostics_of("aiorun: \"1\"\nmain: []\n") ==
          Lines{"1:9: error: this aiorun knows version 1 of the language, found a string [unknown-version]"});
    CHECK(diagnostics_of("aiorun: 1.0\nmain: []\n").empty());
}

TEST_CASE("one mistake is one error") {
    for (const char* text : {"mian:\n  - print: x\n", "main:\n  - print: a\n    print: b\n",
                             "shared: { a: lock }\nvars: { a: 1 }\nmain: [ { lock: a, print: x } ]\n",
                             "main:\n  - switch: [ { wen: \"true\", do: [] }, { do: [] } ]\n",
                             "vars: { x: 1 }\nmain:\n  - print: ${{ x # 2 }}\n", "main:\n  - { [1]: 2, print: x }\n",
                             "main:\n  - assign: { {{ x }}: 2 }\n", "main: []\nfoo\ntasks: {}\n"}) {
        INFO(text);
        CHECK(diagnostics_of(text).size() == 1);
    }
}

TEST_CASE("a name that begins with a digit is told how names begin") {
    CHECK(diagnostics_of("tasks: { \"1\": { do: [] } }\n") ==
          Lines{"1:10: error: a task's name is a letter (a-z, A-Z) or _, then letters, digits, - and _; found \"1\" [bad-name]"});
    CHECK(diagnostics_of("vars: { 1a: 1 }\nmain: []\n") ==
          Lines{"1:9: error: a name is a letter (a-z, A-Z) or _, then letters, digits and _; found \"1a\" [bad-name]"});
}

TEST_CASE("a param of a library that nothing can give a value is an error where it is imported") {
    auto problems = [](const std::string& param) {
        Scenario scenario;
        scenario.files["lib.yaml"] = "params: { need: { " + param + " } }\ntasks: { t: { do: [] } }\n";
        scenario.text = "import: { lib: lib.yaml }\nmain: [ { lib.t: {} } ]\n";
        Outcome outcome = run_workflow(scenario);
        return outcome.was_run ? Lines{} : outcome.diagnostics.empty() ? outcome.problems : outcome.diagnostics;
    };
    CHECK(problems("type: int") ==
          Lines{"1:16: error: the param \"need\" of this file is required, and nothing can give it a value here [unset-param]"});
    CHECK(problems("default: 1").empty());
    CHECK(problems("env: NOT_SET_AT_ALL") == Lines{"param \"need\" is required: set the variable NOT_SET_AT_ALL"});
}

}  // namespace aiorun::testing
