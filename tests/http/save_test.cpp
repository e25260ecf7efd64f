// Saving a body to a file: whole or untouched, and resumed.
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "http/digest.hpp"
#include "tests/http/client_fixture.hpp"
#include "tests/http/temporary_folder.hpp"
#include "tests/server/script.hpp"

namespace aiorun::http {
namespace {

std::string patterned(size_t size) {
    std::string text;
    for (size_t i = 0; i < size; ++i) {
        text += test_server::pattern(i);
    }
    return text;
}

std::string sha256(const std::string& text) {
    Digest digest;
    digest.add(text);
    return digest.finish();
}

Request save_request(const std::string& path, const std::string& file) {
    return {.url = server_url(path), .save = Save{.path = file}};
}

TEST_CASE("a saved body is the file, and the only file") {
    TemporaryFolder folder;
    ClientFixture fixture;
    auto outcome = fixture.fetch(save_request("/bytes/3000000", folder.path("out")));
    REQUIRE(outcome);
    CHECK(outcome->saved);
    CHECK(outcome->size == 3'000'000);
    CHECK(outcome->body.as_string().empty());
    CHECK(folder.read("out") == patterned(3'000'000));
    CHECK(folder.count() == 1);
}

TEST_CASE("an existing file is replaced and passes its permissions on") {
    TemporaryFolder folder;
    folder.write("out", "old");
    chmod(folder.path("out").c_str(), 0600);
    ClientFixture fixture;
    REQUIRE(fixture.fetch(save_request("/bytes/100", folder.path("out"))));
    CHECK(folder.read("out") == patterned(100));
    struct stat status{};
    stat(folder.path("out").c_str(), &status);
    CHECK((status.st_mode & 0777U) == 0600);
    CHECK(folder.count() == 1);
}

TEST_CASE("a symbolic link stays, and what it leads to is replaced") {
    TemporaryFolder folder;
    folder.write("target", "old");
    std::filesystem::create_symlink("target", folder.path("link"));
    ClientFixture fixture;
    REQUIRE(fixture.fetch(save_request("/bytes/10", folder.path("link"))));
    CHECK(std::filesystem::is_symlink(folder.path("link")));
    CHECK(folder.read("target") == patterned(10));
}

TEST_CASE("a transfer that fails leaves the old file and nothing else") {
    TemporaryFolder folder;
    folder.write("out", "old");
    ClientFixture fixture;
    for (const char* path :
         {"/fault/truncated", "/fault/reset-in-body", "/fault/truncated-gzip", "/fault/hang-in-body"}) {
        Request request = save_request(path, folder.path("out"));
        request.timeout = std::chrono::milliseconds(300);
        CHECK_FALSE(fixture.fetch(request));
        CHECK(folder.read("out") == "old");
        CHECK(folder.count() == 1);
    }
}

TEST_CASE("an error page is not saved but given") {
    TemporaryFolder folder;
    ClientFixture fixture;
    auto outcome = fixture.fetch(save_request("/status/404", folder.path("out")));
    REQUIRE(outcome);
    CHECK(outcome->status == 404);
    CHECK(body_of(outcome) == "status 404\n");
    CHECK_FALSE(outcome->saved);
    CHECK(folder.count() == 0);
    Request expected = save_request("/status/404", folder.path("out"));
    expected.expect = {{404, 404}};
    REQUIRE(fixture.fetch(expected));
    CHECK(folder.read("out") == "status 404\n");
}

TEST_CASE("an empty body makes an empty file, a 304 makes none") {
    TemporaryFolder folder;
    ClientFixture fixture;
    REQUIRE(fixture.fetch(save_request("/bytes/0", folder.path("out"))));
    CHECK(folder.has("out"));
    REQUIRE(fixture.fetch(save_request("/status/304", folder.path("other"))));
    CHECK_FALSE(folder.has("other"));
}

TEST_CASE("saving follows redirects and unpacks, without a limit of its own") {
    TemporaryFolder folder;
    ClientFixture fixture;
    Request request = save_request("/redirect-to?url=%2Fencoded%2Fgzip", folder.path("out"));
    auto outcome = fixture.fetch(request);
    REQUIRE(outcome);
    CHECK(outcome->size == 10'000);
    CHECK(folder.read("out") == patterned(10'000));
    CHECK(fixture.fetch(save_request("/bytes/68000000", "/dev/null")));  // more than would be kept in memory
}

TEST_CASE("a max_body that is asked for bounds what is saved too") {
    TemporaryFolder folder;
    folder.write("out", "old");
    ClientFixture fixture;
    for (const char* path : {"/encoded/gzip", "/bytes/10000", "/chunked?count=1000&size=10"}) {
        Request request = save_request(path, folder.path("out"));
        request.max_body = 9'999;
        auto outcome = fixture.fetch(request);
        CAPTURE(path);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::value);
        CHECK(outcome.error().message.find("over max_body (9999 bytes)") != std::string::npos);
        CHECK(folder.read("out") == "old");
        CHECK(folder.count() == 1);
        request.max_body = 10'000;
        CHECK(fixture.fetch(request));
        folder.write("out", "old");
    }
}

TEST_CASE("missing folders, folders in place of files and unwritable ones are errors before the request") {
    TemporaryFolder folder;
    ClientFixture fixture;
    auto missing = fixture.fetch(save_request("/counter/save", folder.path("no/such/out")));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == FailureKind::file);
    CHECK(missing.error().message.find("the folder " + folder.path("no/such") + " does not exist") !=
          std::string::npos);
    auto directory = fixture.fetch(save_request("/counter/save", folder.path("")));
    REQUIRE_FALSE(directory);
    CHECK(directory.error().message.find("it is a folder") != std::string::npos);
    CHECK(body_of(fixture.get("/counter/save")) == R"({"count":1})");
}

TEST_CASE("pipes and sockets are refused, since their reader may never read") {
    TemporaryFolder folder;
    ClientFixture fixture;
    REQUIRE(mkfifo(folder.path("pipe").c_str(), 0600) == 0);
    std::filesystem::create_symlink("pipe", folder.path("link"));
    for (const char* name : {"pipe", "link"}) {
        auto outcome = fixture.fetch(save_request("/counter/pipe", folder.path(name)));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::file);
        CHECK(outcome.error().message.find("it is a pipe, expected a file's path") != std::string::npos);
    }
    CHECK(body_of(fixture.get("/counter/pipe")) == R"({"count":1})");
}

TEST_CASE("a HEAD has nothing to save, and leaves the file") {
    TemporaryFolder folder;
    folder.write("out", "old");
    ClientFixture fixture;
    Request request = save_request("/bytes/10", folder.path("out"));
    for (const char* method : {"HEAD", "head"}) {
        request.method = method;
        auto outcome = fixture.fetch(request);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == FailureKind::value);
        CHECK(outcome.error().message.find("the response to a HEAD has no body to save") != std::string::npos);
        CHECK(folder.read("out") == "old");
    }
}

TEST_CASE("a device is written as it is") {
    ClientFixture fixture;
    auto outcome = fixture.fetch(save_request("/bytes/1000000", "/dev/null"));
    REQUIRE(outcome);
    CHECK(outcome->size == 1'000'000);
    CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("a full disk is a clear error that leaves the old file") {
    ClientFixture fixture;
    auto full = fixture.fetch(save_request("/bytes/1000000", "/dev/full"));
    REQUIRE_FALSE(full);
    CHECK(full.error().kind == FailureKind::file);
    CHECK(full.error().message.find("cannot write /dev/full: No space left on device") != std::string::npos);

    TemporaryFolder folder;
    folder.write("out", "old");
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small{.rlim_cur = 100'000, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    auto outcome = fixture.fetch(save_request("/bytes/1000000", folder.path("out")));
    setrlimit(RLIMIT_FSIZE, &before);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.find("File too large") != std::string::npos);
    CHECK(folder.read("out") == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("a digest that fits is accepted in any case, another one leaves the old file") {
    TemporaryFolder folder;
    ClientFixture fixture;
    Request request = save_request("/bytes/1000", folder.path("out"));
    request.save->sha256 = sha256(patterned(1000));
    REQUIRE(fixture.fetch(request));
    std::transform(request.save->sha256.begin(), request.save->sha256.end(), request.save->sha256.begin(),
                   ::toupper);
    REQUIRE(fixture.fetch(request));
    request.url = server_url("/bytes/1001");
    auto outcome = fixture.fetch(request);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::value);
    CHECK(outcome.error().message.find("sha256") != std::string::npos);
    CHECK(folder.read("out") == patterned(1000));
    CHECK(folder.count() == 1);
    request.save->sha256 = "abc";
    CHECK(fixture.fetch(request).error().message.find("64 hexadecimal digits") != std::string::npos);
}

TEST_CASE("a partial download goes on where it stopped, and the digest covers both parts") {
    TemporaryFolder folder;
    ClientFixture fixture;
    Request request = save_request("/file/100000?cut=40000&name=resume", folder.path("out"));
    request.save->resume = true;
    request.save->sha256 = sha256(patterned(100'000));
    CHECK_FALSE(fixture.fetch(request));
    CHECK_FALSE(folder.has("out"));
    CHECK(folder.read("out.part") == patterned(40'000));
    auto outcome = fixture.fetch(request);
    CAPTURE(body_of(outcome));
    REQUIRE(outcome);
    CHECK(outcome->status == 206);
    CHECK(outcome->size == 100'000);
    CHECK(folder.read("out") == patterned(100'000));
    CHECK(folder.count() == 1);
}

TEST_CASE("a partial file of unknown origin is gone on from as well") {
    TemporaryFolder folder;
    folder.write("out.part", patterned(300));
    ClientFixture fixture;
    Request request = save_request("/file/1000", folder.path("out"));
    request.save->resume = true;
    auto outcome = fixture.fetch(request);
    REQUIRE(outcome);
    CHECK(outcome->status == 206);
    CHECK(folder.read("out") == patterned(1000));
}

TEST_CASE("a file that has changed, or a server without ranges, begins anew") {
    TemporaryFolder folder;
    ClientFixture fixture;
    folder.write("out.part", std::string(300, '?'));
    folder.write("out.part.etag", "\"v0\"\n");
    Request request = save_request("/file/1000", folder.path("out"));
    request.save->resume = true;
    auto outcome = fixture.fetch(request);
    REQUIRE(outcome);
    CHECK(outcome->status == 200);
    CHECK(folder.read("out") == patterned(1000));
    folder.write("out.part", std::string(300, '?'));
    request.url = server_url("/bytes/500");
    REQUIRE(fixture.fetch(request));
    CHECK(folder.read("out") == patterned(500));
    CHECK(folder.count() == 1);
}

TEST_CASE("a partial file that is whole already is taken, one that is too long is fetched anew") {
    TemporaryFolder folder;
    ClientFixture fixture;
    folder.write("out.part", patterned(1000));
    Request request = save_request("/file/1000", folder.path("out"));
    request.save->resume = true;
    request.save->sha256 = sha256(patterned(1000));
    auto outcome = fixture.fetch(request);
    CAPTURE(body_of(outcome));
    REQUIRE(outcome);
    CHECK(folder.read("out") == patterned(1000));
    CHECK(folder.count() == 1);
    folder.write("out.part", patterned(1500));
    REQUIRE(fixture.fetch(request));
    CHECK(folder.read("out") == patterned(1000));
    CHECK(folder.count() == 1);
}

TEST_CASE("another range than the one asked for is an error") {
    TemporaryFolder folder;
    folder.write("out.part", patterned(5));
    ClientFixture fixture;
    Request request = save_request("/fault/wrong-range", folder.path("out"));
    request.save->resume = true;
    auto outcome = fixture.fetch(request);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::connection);
    CHECK_FALSE(folder.has("out"));
}

TEST_CASE("a resumable download that got nothing leaves nothing") {
    TemporaryFolder folder;
    ClientFixture fixture;
    Request request{.url = std::string(dead_url), .save = Save{.path = folder.path("out"), .resume = true}};
    CHECK_FALSE(fixture.fetch(request));
    CHECK(folder.count() == 0);
}

TEST_CASE("two resumable downloads of one path do not mix") {
    TemporaryFolder folder;
    ClientFixture fixture;
    Request request = save_request("/drip?count=10&delay=20", folder.path("out"));
    request.save->resume = true;
    ClientFixture::Outcome first;
    ClientFixture::Outcome second;
    fixture.start_fetch(request, first);
    fixture.start_fetch(request, second);
    fixture.run();
    CHECK(first.has_value() != second.has_value());
    CHECK(folder.read("out") == patterned(10));
}

}  // namespace
}  // namespace aiorun::http
