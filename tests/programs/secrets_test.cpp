// Secrets in transfers and processes: sent as they are, and shown in none of the forms in which they turn up.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

const std::string secret = "p@ss w/ord\"47+tail";
const std::vector<std::string> forms{
    secret,
    "p%40ss%20w%2Ford%2247%2Btail",  // in a query
    "p%40ss+w%2Ford%2247%2Btail",    // in a form
    "p@ss%20w/ord%2247+tail",        // in a path
    "p@ss w/ord\\\"47+tail",         // in JSON
    "p@ss w/ord",                    // and in JSON in JSON
    "cEBzcyB3L29yZCI0Nyt0YWls",      // base64
    "bWU6cEBzcyB3L29yZCI0Nyt0YWls",  // base64 of me:SECRET
    "Basic bWU6",
};

Outcome run_with_secret(const std::string& text, const std::vector<std::string>& options) {
    TemporaryFolder folder;
    test_server::ServerFixture server;
    Command command{
        .arguments = {AIORUN_BINARY, "-", "-p", "server=" + server.url(""), "--log-level", "debug"},
        .environment = plain_environment(),
        .folder = folder.path(),
        .input =
            "params: { server: { type: string }, token: { type: string, secret: true, env: TOKEN } }\n"
            "http: { base_url: \"${{ server }}\" }\nmain:\n" +
            text};
    command.environment.push_back("TOKEN=" + secret);
    command.arguments.insert(command.arguments.end(), options.begin(), options.end());
    return run(command);
}

/// Runs with text and JSON logs and traces; nothing that comes out may hold the secret.
void check_hidden(const std::string& text, int status, const std::string& shown) {
    for (const std::vector<std::string>& options :
         {std::vector<std::string>{}, {"--log-format", "json"}, {"--trace", "-"}}) {
        Outcome outcome = run_with_secret(text, options);
        std::string all = outcome.output + outcome.errors;
        CAPTURE(text, all);
        CHECK(outcome.status == status);
        CHECK(all.find(shown) != std::string::npos);
        CHECK((status != 0 || all.find("***") != std::string::npos));
        for (const std::string& form : forms) {
            CAPTURE(form);
            CHECK(all.find(form) == std::string::npos);
        }
    }
}

TEST_CASE("a secret that goes into a URL is in no error, log or trace") {
    check_hidden("  - fetch: { url: /status/500, query: { key: \"${{ token }}\" } }\n    retry: 2\n", 1,
                 "status 500");
    check_hidden("  - fetch: /status/404/${{ token }}\n", 1, "status 404");
    check_hidden("  - fetch: \"http://me:${{ url_encode(token) }}@127.0.0.1:9/${{ url_encode(token) }}\"\n",
                 1, "connection refused");
    check_hidden("  - fetch: \"ht tp://${{ token }}\"\n", 1, "error: ValueError");
}

TEST_CASE("a secret that a server sends back is not shown") {
    for (const char* auth :
         {"auth: { basic: { user: me, password: \"${{ token }}\" } }", "auth: { bearer: \"${{ token }}\" }",
          "headers: { Authorization: \"${{ token }}\" }", "json: { a: \"${{ token }}\" }",
          "form: { a: \"${{ token }}\" }"}) {
        std::string fetch = "  - fetch: { url: /echo, " + std::string(auth);
        check_hidden(fetch + ", expect: 500 }\n", 1, "status 200");
        check_hidden(
            fetch + " }\n    as: r\n  - print: ${{ r }}\n  - log: ${{ r.text }}\n  - return: ${{ r }}\n", 0,
            "echo");
    }
}

TEST_CASE("an Authorization header is in no log and no error, whatever it was made of") {
    for (const char* auth :
         {"auth: { basic: { user: me, password: open-sesame } }", "auth: { bearer: open-sesame }",
          "headers: { authorization: Bearer open-sesame }", "headers: { Authorization: open-sesame }"}) {
        Outcome outcome =
            run_with_secret("  - fetch: { url: /echo, " + std::string(auth) +
                                " }\n    as: r\n  - log: ${{ r.json.headers.authorization }}\n  - print: ${{ "
                                "r.json.headers.authorization }}\n  - raise: ${{ r.text }}\n",
                            {"--trace", "-"});
        CAPTURE(outcome.output, outcome.errors);
        CHECK(outcome.status == 1);
        CHECK(outcome.errors.find("open-sesame") == std::string::npos);
        CHECK(outcome.errors.find("bWU6b3Blbi1zZXNhbWU") == std::string::npos);
        CHECK((outcome.output.find("open-sesame") != std::string::npos ||
               outcome.output == "Basic bWU6b3Blbi1zZXNhbWU=\n"));
    }
}

TEST_CASE("a secret that a process writes is not shown, in pieces of lines or in its errors") {
    check_hidden(
        "  - run: { command: 'echo \"$T\"; echo \"$T\" >&2; printf %s \"$T\" | base64; exit 3', env: { T: "
        "\"${{ token }}\" } "
        "}\n",
        1, "exited with status 3");
    check_hidden("  - run: [nonexistent-program, \"${{ token }}\"]\n    as: r\n  - print: never\n", 1,
                 "nonexistent-program");
    check_hidden("  - run: [\"${{ token }}\"]\n", 1, "ProcessError");
}

}  // namespace
}  // namespace aiorun::programs
