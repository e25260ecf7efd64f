// The ten jobs of docs/recipes.md, each run against a server, with what it does to the world.
#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

struct Recipe {
    std::string name;
    TemporaryFolder folder{};
    test_server::ServerFixture server{};
    std::vector<std::string> environment = plain_environment();

    [[nodiscard]] Outcome run(const std::vector<std::string>& options = {}) const {
        Command command{.arguments = {AIORUN_BINARY, AIORUN_SOURCE_DIR "/workflows/" + name + ".yaml"},
                        .environment = environment,
                        .folder = folder.path()};
        command.arguments.insert(command.arguments.end(), options.begin(), options.end());
        return programs::run(command);
    }
    [[nodiscard]] std::string at(const std::string& path = "") const { return server.url(path); }
    /// What the server counted under a name of its routes.
    [[nodiscard]] std::string ask(const std::string& path) const {
        return programs::run({.arguments = {AIORUN_BINARY, "-"},
                              .environment = environment,
                              .input = "main: [ { fetch: \"" + at(path) +
                                       "\", as: r }, { print: \"${{ r.text }}\" } ]\n"})
            .output;
    }
};

TEST_CASE("paginated-pull pulls all pages, no faster than it may") {
    Recipe recipe{"paginated-pull"};
    auto begin = std::chrono::steady_clock::now();
    Outcome outcome = recipe.run({"-p", "base_url=" + recipe.at(), "-p", "page_size=2"});
    auto took = std::chrono::steady_clock::now() - begin;
    CHECK(outcome.output == "8 items\n[0,1,2,3,4,5,6,7]\n");
    CHECK(outcome.errors == "");
    CHECK(outcome.status == 0);
    CHECK(took >= 200ms);  // four pages at ten a second, two of them at once
    CHECK(recipe.ask("/stats").find("\"requests\":5}") != std::string::npos);  // and this one
}

TEST_CASE("webhook-fanout delivers to those that are up, once, and tells which are not") {
    Recipe recipe{"webhook-fanout"};
    std::string dead = "http://127.0.0.1:9/hook";
    Outcome outcome =
        recipe.run({"-p", "base_url=" + recipe.at(), "-p",
                    "hooks=[\"/counter/good\",\"/flaky/hook\",\"/status/500\",\"" + dead + "\"]"});
    CHECK(outcome.output == "/counter/good: delivered\n/flaky/hook: delivered\n/status/500: HTTPError\n" +
                                dead + ": ConnectionError\n{\"delivered\":2,\"lost\":2}\n");
    CHECK(outcome.status == 0);
    CHECK(outcome.errors.find("attempt 2 of 3 failed: HTTPError: POST " + recipe.at("/flaky/hook")) !=
          std::string::npos);
    CHECK(recipe.ask("/counter/good") == "{\"count\":2}\n");  // the second time is this one
}

TEST_CASE("health-check reports each host and fails when one is down") {
    Recipe recipe{"health-check"};
    Outcome well = recipe.run({"-p", "hosts=[\"" + recipe.at() + "\"]"});
    CHECK(difference("ok   http:*\n[{\"host\":\"http:*\",\"well\":true,\"status\":204}]\n", well.output) ==
          "");
    CHECK(well.status == 0);
    Outcome outcome = recipe.run({"-p", "hosts=[\"" + recipe.at() + "\",\"http://127.0.0.1:9\"]"});
    CHECK(outcome.output == "ok   " + recipe.at() + "\nDOWN http://127.0.0.1:9\n");
    CHECK(outcome.errors.find("error: Unhealthy: 1 of 2 hosts are down\n") != std::string::npos);
    CHECK(outcome.status == 1);
    Outcome slow = recipe.run(
        {"-p", "hosts=[\"" + recipe.at() + "\"]", "-p", "path=/fault/hang", "-p", "patience=100ms"});
    CHECK(slow.output == "DOWN " + recipe.at() + "\n");
    CHECK(slow.status == 1);
}

TEST_CASE("crawler deals with every page once and ends") {
    Recipe recipe{"crawler"};
    Outcome outcome = recipe.run({"-p", "base_url=" + recipe.at(), "-p", "pages=7"});
    CHECK(outcome.output == "fetched 7 of 7 pages\n7\n");
    CHECK(outcome.status == 0);
    CHECK(recipe.ask("/stats").find("\"requests\":8}") != std::string::npos);
}

TEST_CASE("mirror lets in what has the right checksum, and nothing else") {
    Recipe recipe{"mirror"};
    std::string right =
        R"({"name":"a.bin","sha256":"d721c33b7165e70c8c3b0ac9144aa5a53396a0ba7777c6ffbe138061e70fe3a4"})";
    std::string wrong = R"({"name":"bad.bin","sha256":")" + std::string(64, '0') + "\"}";
    Outcome outcome =
        recipe.run({"-p", "base_url=" + recipe.at(), "-p", "files=[" + right + "," + wrong + "]"});
    CHECK(outcome.output == "mirrored 1 of 2 files\n");
    CHECK(outcome.errors.find("error: MirrorError: GET " + recipe.at("/files/bad.bin") + ": the sha256") !=
          std::string::npos);
    CHECK(outcome.status == 1);
    CHECK(std::filesystem::file_size(recipe.folder.path() / "a.bin") == 5 * 1024);
    CHECK(std::distance(std::filesystem::directory_iterator(recipe.folder.path()), {}) == 1);
}

TEST_CASE("race-mirrors takes the fastest answer and aborts the others") {
    Recipe recipe{"race-mirrors"};
    Outcome outcome =
        recipe.run({"-p", "mirrors=[\"" + recipe.at("/status/503") + "\",\"" + recipe.at("/fault/hang") +
                              "\",\"" + recipe.at("/delay/20") + "\"]"});
    CHECK(outcome.output == "the first answer came from " + recipe.at("/delay/20") + "\n\"delayed\\n\"\n");
    CHECK(outcome.status == 0);
}

TEST_CASE("token-refresh refreshes once for all") {
    Recipe recipe{"token-refresh"};
    Outcome outcome = recipe.run({"-p", "base_url=" + recipe.at(), "-p", "calls=25"});
    CHECK(outcome.output == "25 calls with 1 refresh\n");
    CHECK(outcome.status == 0);
    CHECK(recipe.ask("/counter/token") == "{\"count\":2}\n");  // the second time is this one
}

TEST_CASE("nightly-export writes its file, takes all from the environment and keeps its secret") {
    Recipe recipe{"nightly-export"};
    recipe.environment.insert(recipe.environment.end(),
                              {"API_URL=" + recipe.at(), "API_TOKEN=s3cr3t-t0ken", "AIORUN_LOG_FORMAT=json",
                               "AIORUN_OUTPUT=export.json"});
    Outcome outcome = recipe.run();
    CHECK(outcome.output == "");
    CHECK(outcome.status == 0);
    CHECK(outcome.errors.find("\"kind\":\"invoices\",\"records\":8") != std::string::npos);
    CHECK(outcome.errors.find("s3cr3t") == std::string::npos);
    std::string written = read_file(recipe.folder.path() / "export.json");
    CHECK(written.starts_with(R"([{"kind":"orders","records":[{"id":0})"));
    Outcome failed = recipe.run({"--timeout", "300ms", "-p", "base_url=http://127.0.0.1:9"});
    CHECK(failed.status == 124);
    CHECK(read_file(recipe.folder.path() / "export.json") == written);
    Outcome without =
        programs::run({.arguments = {AIORUN_BINARY, AIORUN_SOURCE_DIR "/workflows/nightly-export.yaml"},
                       .environment = plain_environment()});
    CHECK(without.status == 2);
    CHECK(without.errors.find("API_TOKEN") != std::string::npos);
}

TEST_CASE("smoke-test passes on a good deployment and shows all that is wrong with a bad one") {
    Recipe recipe{"smoke-test"};
    Outcome good = recipe.run({"-p", "base_url=" + recipe.at()});
    CHECK(good.output == "4 of 4 checks passed\n");
    CHECK(good.status == 0);
    Outcome bad = recipe.run({"-p", "base_url=" + recipe.at("/status/404")});
    CHECK(bad.output.find("FAILED: GET " + recipe.at("/status/404/items")) != std::string::npos);
    CHECK(bad.output.ends_with("0 of 4 checks passed\n"));
    CHECK(bad.errors.find("error: SmokeTestFailed: 4 checks failed\n") != std::string::npos);
    CHECK(bad.status == 1);
}

TEST_CASE("the recipes are ten jobs, and their files are there") {
    std::string recipes = read_file(AIORUN_SOURCE_DIR "/docs/recipes.md");
    size_t count = 0;
    for (size_t at = recipes.find("](../workflows/"); at != std::string::npos;
         at = recipes.find("](../workflows/", at + 1)) {
        std::string path = recipes.substr(at + 5, recipes.find(')', at) - at - 5);
        CAPTURE(path);
        CHECK(std::filesystem::exists(AIORUN_SOURCE_DIR "/" + path));
        ++count;
    }
    CHECK(count == 10);
}

}  // namespace
}  // namespace aiorun::programs
