// Faults on this side: files, options, and what a workflow makes of a response.
#include <sys/mount.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/faults/fault.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::faults {
namespace {

const std::string refused = "ValueError";
const std::string no_file = "RuntimeError";

TEST_CASE("faults: files that cannot be written or read") {
    programs::TemporaryFolder elsewhere;
    std::string taken = (elsewhere.path() / "taken").string();
    std::filesystem::create_directory(taken);
    const std::string digest(64, '0');
    const std::string text = head("Content-Length: 5\r\n") + "hello";
    const std::vector<Fault> faults{
        {.name = "save-to-a-missing-folder",
         .type = no_file,
         .says = "the folder {folder}/no/such does not exist, create it first",
         .script = {send(text)},
         .options = "save: \"{folder}/no/such/file\""},
        {.name = "save-to-a-folder",
         .type = no_file,
         .says = "it is a folder, expected a file's path",
         .script = {send(text)},
         .options = "save: " + taken},
        {.name = "save-below-a-file",
         .type = no_file,
         .says = "does not exist",
         .script = {send(text)},
         .options = "save: /etc/passwd/file"},
        {.name = "save-under-a-name-that-is-too-long",
         .type = no_file,
         .says = "File name too long",
         .script = {send(text)},
         .options = "save: " + std::string(300, 'n')},
        {.name = "save-to-a-full-device",
         .type = no_file,
         .says = "cannot write /dev/full: No space left on device",
         .script = {send(text)},
         .options = "save: /dev/full"},
        {.name = "another-digest-of-a-file",
         .type = refused,
         .says = "expected " + digest,
         .script = {send(text)},
         .options = "save: out, sha256: \"" + digest + "\""},
        {.name = "another-digest-of-a-resumed-file",
         .type = refused,
         .says = "expected " + digest,
         .script = {send(text)},
         .options = "save: out, resume: true, sha256: \"" + digest + "\""},
        {.name = "another-digest-of-a-body",
         .type = refused,
         .says = "expected " + digest,
         .script = {send(text)},
         .options = "save: ~, sha256: \"" + digest + "\""},
        {.name = "upload-of-a-missing-file",
         .type = no_file,
         .says = "cannot read the upload /nonexistent/file: No such file or directory",
         .options = "upload: /nonexistent/file",
         .method = "PUT"},
        {.name = "upload-of-a-folder",
         .type = no_file,
         .says = "it is not a regular file",
         .options = "upload: " + taken,
         .method = "PUT"},
        {.name = "part-that-is-a-missing-file",
         .type = no_file,
         .says = "cannot read the multipart file /nonexistent/file",
         .options = "multipart: { a: { file: /nonexistent/file } }",
         .method = "POST"},
    };
    check_faults(faults);
}

TEST_CASE("faults: a disk that is full") {
    programs::TemporaryFolder folder;
    std::string small = (folder.path() / "small").string();
    std::filesystem::create_directory(small);
    if (mount("none", small.c_str(), "tmpfs", 0, "size=256k") != 0) {
        WARN("no small disk can be mounted here (it takes root): not tested");
        return;
    }
    std::ofstream(small + "/out") << "old";
    std::ofstream(small + "/part") << "old";
    const Script large{send(head("Content-Length: 1000000\r\n")), fill(1'000'000)};
    const std::vector<Fault> faults{
        {.name = "no-space",
         .type = no_file,
         .says = "No space left on device",
         .script = large,
         .options = "timeout: 10s, save: " + small + "/out"},
        {.name = "no-space-for-chunks",
         .type = no_file,
         .says = "No space left on device",
         .script = {send(chunked("F4240\r\n")), fill(1'000'000), send("\r\n0\r\n\r\n")},
         .options = "timeout: 10s, save: " + small + "/out"},
    };
    check_faults(faults);
    std::string left;
    std::getline(std::ifstream(small + "/out"), left);
    size_t count = static_cast<size_t>(std::distance(std::filesystem::directory_iterator(small), {}));
    umount2(small.c_str(), MNT_DETACH);
    CHECK(left == "old");
    CHECK(count == 2);
}

TEST_CASE("faults: options that come from data and are refused before anything is sent") {
    const auto option = [](std::string name, std::string says, std::string options,
                           std::string method = "GET") {
        return Fault{.name = std::move(name),
                     .type = refused,
                     .says = std::move(says),
                     .options = std::move(options),
                     .method = std::move(method)};
    };
    const std::vector<Fault> faults{
        option("line-break-in-a-header", "\"X-A\" is refused", "headers: { X-A: \"a\\r\\nX-B: b\" }"),
        option("line-feed-in-a-header", "\"X-A\" is refused", "headers: { X-A: \"a\\nX-B: b\" }"),
        option("return-in-a-header", "\"X-A\" is refused", "headers: { X-A: \"a\\rX-B: b\" }"),
        option("nul-in-a-header-value", "\"X-A\" is refused", "headers: { X-A: \"a\\0b\" }"),
        option("line-break-in-a-header-name", "is refused", "headers: { \"X-A: b\\r\\nX-B\": b }"),
        option("space-in-a-header-name", "\"X A\" is refused", "headers: { \"X A\": b }"),
        option("colon-in-a-header-name", "\"X:A\" is refused", "headers: { \"X:A\": b }"),
        option("empty-header-name", "is refused", "headers: { \"\": b }"),
        option("line-break-in-a-token", "bearer token", "auth: { bearer: \"abc\\r\\nX-B: b\" }"),
        option("colon-in-a-user", "colon", "auth: { basic: { user: \"a:b\", password: c } }"),
        option("line-break-in-a-part", "control characters",
               "multipart: { a: { value: b, type: \"text/plain\\r\\nX: y\" } }", "POST"),
        option("head-with-a-body", "a HEAD request has no body", "method: HEAD, body: x, save: ~", "HEAD"),
        option("method-connect", "CONNECT", "method: CONNECT", "CONNECT"),
    };
    check_faults(faults);
}

TEST_CASE("faults: URLs that come from data and cannot be fetched") {
    const auto to = [](std::string name, std::string says, const std::string& url) {
        return Fault{.name = std::move(name),
                     .type = refused,
                     .says = std::move(says),
                     .url = "${{ '" + url + "' }}",
                     .shown_url = url};
    };
    const std::vector<Fault> faults{
        to("a-file", "the scheme \"file\" is refused, expected http or https", "file:///etc/passwd"),
        to("an-ftp-server", "the scheme \"ftp\" is refused, expected http or https", "ftp://127.0.0.1/x"),
        to("no-host", "the URL has no host", "http://"),
        to("no-number-for-a-port", "the port is not a number from 1 to 65535", "http://127.0.0.1:port/"),
        to("a-port-too-high", "the port is not a number from 1 to 65535", "http://127.0.0.1:65536/"),
        to("a-bracket-that-stays-open", "malformed", "http://[::1/"),
    };
    check_faults(faults);
}

TEST_CASE("faults: pages and streams that are none") {
    const auto page = [](const std::string& body, const std::string& more = "") {
        return Script{send(head("Content-Type: application/json\r\nContent-Length: " +
                                std::to_string(body.size()) + "\r\n" + more) +
                           body)};
    };
    const std::vector<Fault> faults{
        {.name = "a-page-that-is-no-json",
         .type = refused,
         .says = "is not JSON",
         .script = page("<html>"),
         .options = "paginate: { next: link_header }",
         .method = "the body of"},
        {.name = "a-page-that-is-no-list",
         .type = refused,
         .says = "\"items\" of paginate is a list, found map",
         .script = page("{}"),
         .options = "paginate: { next: link_header }"},
        {.name = "pages-in-a-circle",
         .type = refused,
         .says = "the pages go round in a circle",
         .script = page("[1]", "Link: </pages-in-a-circle>; rel=next\r\n"),
         .options = "paginate: { next: link_header }"},
        {.name = "a-next-page-of-another-scheme",
         .type = refused,
         .says = "the scheme \"file\" is refused",
         .script = page("[1]", "Link: <file:///etc/passwd>; rel=next\r\n"),
         .options = "paginate: { next: link_header }",
         .shown_url = "file:///etc/passwd"},
        {.name = "a-next-page-at-the-metadata-service",
         .type = refused,
         .says = "is link-local",
         .script = page("[1]", "Link: <http://169.254.169.254/>; rel=next\r\n"),
         .options = "paginate: { next: link_header }",
         .shown_url = "http://169.254.169.254/"},
    };
    check_faults(faults);
}

}  // namespace
}  // namespace aiorun::faults
