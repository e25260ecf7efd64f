#include "cli/github.hpp"

#include <stdlib.h>

#include "tests/support/catch.hpp"

namespace aiorun::cli {
namespace {

/// A variable of the environment as long as the test lasts.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Variable() { unsetenv(name_); }
    Variable(const Variable&) = delete;

  private:
    const char* name_;
};

TEST_CASE("annotations are written on GitHub Actions only") {
    unsetenv("GITHUB_ACTIONS");
    CHECK_FALSE(is_github_actions());
    Variable off("GITHUB_ACTIONS", "false");
    CHECK_FALSE(is_github_actions());
    Variable on("GITHUB_ACTIONS", "true");
    CHECK(is_github_actions());
}

TEST_CASE("what would end a command or a property is escaped") {
    CHECK(to_command({.file = "a:b,c.yaml", .line = 3, .column = 5, .title = "100%: x, y", .message = "50%: a, b\nc\r"}) ==
          "::error file=a%3Ab%2Cc.yaml,line=3,col=5,title=100%25%3A x%2C y::50%25: a, b%0Ac\\r\n");
}

TEST_CASE("what comes from standard input has no file, and what has no place no line") {
    CHECK(to_command({.file = "<stdin>", .line = 3, .column = 5, .title = "t", .message = "m"}) == "::error title=t::m\n");
    CHECK(to_command({.level = AnnotationLevel::warning, .file = "f.yaml", .title = "t", .message = "m"}) ==
          "::warning file=f.yaml,title=t::m\n");
}

TEST_CASE("paths are those from the root of the repository on") {
    Variable workspace("GITHUB_WORKSPACE", "/nonexistent/repository");
    CHECK(to_command({.file = "/nonexistent/repository/flows/../a.yaml", .title = "t", .message = "m"}) ==
          "::error file=a.yaml,title=t::m\n");
    CHECK(to_command({.file = "/elsewhere/a.yaml", .title = "t", .message = "m"}) ==
          "::error file=/elsewhere/a.yaml,title=t::m\n");
}

TEST_CASE("diagnostics become annotations with their code, place and hint") {
    document::Source source("f.yaml", "a: 1\nbc: 2\n");
    document::Diagnostics diagnostics;
    diagnostics.warning(source, {5, 7}, "odd-key", "an odd key");
    diagnostics.error(source, {0, 1}, "bad-key", "a bad key", "write b");
    CHECK(annotate(diagnostics.sorted()) ==
          "::error file=f.yaml,line=1,col=1,title=bad-key::a bad key%0Ahint: write b\n"
          "::warning file=f.yaml,line=2,col=1,title=odd-key::an odd key\n");
}

TEST_CASE("the errors of a group are annotated each at its own line, with secrets hidden") {
    workflow::Workflow workflow;
    workflow.files.push_back(std::make_unique<workflow::WorkflowFile>());
    workflow.files[0]->source = std::make_shared<document::Source>("f.yaml", "");
    value::Secrets secrets;
    secrets.add(value::Value("hunter22"));
    value::ErrorReference group = value::make_error(value::error_type::group, "two");
    for (uint32_t line : {7U, 9U}) {
        value::ErrorReference inner = value::make_error(value::error_type::assertion, "is hunter22");
        inner->place = {"g.yaml", line, 3};
        inner->step = "check";
        group->errors.push_back(inner);
    }
    workflow::RunResult result;
    CHECK(annotate(result, group, workflow, secrets) ==
          "::error file=g.yaml,line=7,col=3,title=AssertionError in step \"check\"::is ***\n"
          "::error file=g.yaml,line=9,col=3,title=AssertionError in step \"check\"::is ***\n");
    CHECK(annotate(result, value::make_error(value::error_type::timeout, "late"), workflow, secrets) ==
          "::error file=f.yaml,title=TimeoutError::late\n");
    CHECK(annotate(result, nullptr, workflow, secrets).empty());
}

}  // namespace
}  // namespace aiorun::cli
