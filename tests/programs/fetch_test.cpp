// fetch from the workflow to the wire and back: options and results, against real servers (the tests' own,
// and nginx for TLS and HTTP/2).
#include <fstream>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/tls_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

/// A fetch, what is printed of its response `r`, and what that has to be.
struct Case {
    std::string fetch;
    std::string shows;
    std::string expected;
};

struct World {
    TemporaryFolder folder;
    test_server::ServerFixture server{(folder.path() / "socket").string()};
    std::vector<std::string> environment = plain_environment();
    std::string http{};  ///< further lines of `http:`

    [[nodiscard]] Outcome run_text(const std::string& text,
                                   const std::vector<std::string>& options = {}) const {
        Command command{.arguments = {AIORUN_BINARY, "-", "-p", "server=" + server.url("")},
                        .environment = environment,
                        .folder = folder.path(),
                        .input = text};
        command.arguments.insert(command.arguments.end(), options.begin(), options.end());
        return run(command);
    }
    void check(const std::vector<Case>& cases, const std::vector<std::string>& options = {}) const {
        std::string text =
            "params: { server: { type: string } }\nhttp:\n  base_url: ${{ server }}\n" + http + "main:\n";
        std::string expected;
        for (const Case& each : cases) {
            text += "  - fetch: " + std::string(each.fetch) + "\n    as: r\n  - print: \"" +
                    std::string(each.shows) + "\"\n";
            expected += std::string(each.expected) + "\n";
        }
        Outcome outcome = run_text(text, options);
        CHECK(difference(expected, outcome.output) == "");
        CHECK(outcome.errors == "");
        CHECK(outcome.status == 0);
    }
};

TEST_CASE("a fetch sends method, query, headers and body as the step says") {
    World world;
    world.http = "  headers: { X-Default: d, X-Both: default }\n  query: { key: k }\n";
    std::ofstream(world.folder.path() / "file.txt") << "content of the file";
    const std::string line = "${{ r.json.method }} ${{ r.json.target }} ${{ r.json.body }}";
    world.check({
        {"/echo", line, "GET /echo?key=k "},
        {"{ url: /echo/a b, query: { q: [1, x y], n: ~ } }", line, "GET /echo/a%20b?key=k&q=1&q=x%20y "},
        {"{ url: /echo, query: ~, method: delete }", line, "DELETE /echo "},
        {"{ url: /echo, query: ~, json: { a: [1, 9007199254740993, ~, \"ü\"] } }", line,
         "POST /echo {\"a\":[1,9007199254740993,null,\"\xc3\x83\xc2\xbc\"]}"},
        {"{ url: /echo, json: {} }",
         "${{ r.json.headers['content-type'] }} ${{ r.json.headers['content-length'] }}",
         "application/json 2"},
        {"{ url: /echo, query: ~, form: { a: 1 2, b: [x, \"&\"] } }", line, "POST /echo a=1+2&b=x&b=%26"},
        {"{ url: /echo, form: { a: 1 } }", "${{ r.json.headers['content-type'] }}",
         "application/x-www-form-urlencoded"},
        {"{ url: /echo, query: ~, method: PATCH, body: raw text }", line, "PATCH /echo raw text"},
        {"{ url: /echo, query: ~, upload: file.txt }", line, "PUT /echo content of the file"},
        {"{ url: /echo, query: ~, upload: file.txt, method: POST }", line, "POST /echo content of the file"},
        {"{ url: /echo, method: POST }", "${{ r.json.headers['content-length'] }}", "0"},
        {"{ url: /echo, multipart: { a: 1, f: { file: file.txt, type: text/x } } }",
         "${{ r.json.headers['content-type'].startsWith('multipart/form-data; boundary=') }} "
         "${{ ['name=', 'filename=', 'file.txt', 'Content-Type: text/x', 'content of the file'].all(part, "
         "r.json.body.contains(part)) }}",
         "true true"},
        {"{ url: /echo, headers: { x-both: step, X-Own: 5 } }",
         "${{ r.json.headers['x-default'] }} ${{ r.json.headers['x-both'] }} ${{ r.json.headers['x-own'] }}",
         "d step 5"},
        {"{ url: /echo, headers: { X-Default: ~ } }", "${{ 'x-default' in r.json.headers }}", "false"},
        {"/echo",
         "${{ r.json.headers['user-agent'].startsWith('aiorun') }} ${{ r.json.headers['accept-encoding'] }}",
         "true gzip, deflate"},
    });
}

TEST_CASE("what came back is there in the right types") {
    World world;
    world.check({
        {"/status/201", "${{ r.status }} ${{ r.ok }} ${{ r.size }}", "201 true 11"},
        {"{ url: /status/404, expect: any }", "${{ r.status }} ${{ r.ok }}", "404 false"},
        {"{ url: /status/404, expect: [2xx, 404] }", "${{ r.status }}", "404"},
        {"{ url: /status/503, expect: 5xx }", "${{ r.status }}", "503"},
        {"{ url: /status/418, expect: 418 }", "${{ r.status }}", "418"},
        {"/numbers", "${{ r.json.big }} ${{ r.json.least }} ${{ r.json.most }} ${{ r.json.ratio }}",
         "9007199254740993 -9223372036854775808 9223372036854775807 0.1"},
        {"/binary", "${{ r.size }} ${{ r.text.size() }}", "256 256"},
        {"/headers?X-A=1&x-a=2&Set-Cookie=a=1&set-cookie=b=2",
         "${{ r.headers['x-a'] }} ${{ r.headers['X-A'] }} ${{ r.headers['Set-Cookie'] }}",
         "1, 2 1, 2 [\"a=1\",\"b=2\"]"},
        {"{ url: /echo, method: HEAD }", "${{ r.status }} ${{ r.size }} [${{ r.text }}]", "200 0 []"},
        {"/status/204", "${{ r.status }} ${{ r.size }} [${{ r.text }}]", "204 0 []"},
        {"/status/304", "${{ r.status }} ${{ r.ok }}", "304 true"},
        {"/encoded/gzip", "${{ r.size }} ${{ r.headers['content-encoding'] }}", "10000 gzip"},
        {"/encoded/deflate", "${{ r.size }}", "10000"},
        {"{ url: /encoded/gzip, compressed: false }", "${{ r.size < 1000 }}", "true"},
        {"/delay/50",
         "${{ r.elapsed >= 0.05 }} ${{ r.timings.total == r.elapsed }} ${{ r.timings.first_byte >= 0.05 }} "
         "${{ r.timings.dns >= 0.0 && r.timings.connect >= 0.0 && r.timings.tls == 0.0 }}",
         "true true true true"},
        {"{ url: /bytes/1000, max_body: 1kB }", "${{ r.size }}", "1000"},
        {"{ url: /bytes/1024, max_body: 1KiB }", "${{ r.size }}", "1024"},
    });
}

TEST_CASE("credentials, cookies, sockets, names and redirects") {
    World world;
    std::ofstream(world.folder.path() / ".netrc") << "machine 127.0.0.1 login nobody password wrong\n";
    world.environment.push_back("HOME=" + world.folder.path().string());
    std::string port = std::to_string(world.server.port());
    std::string resolved = "{ url: \"http://example.test:" + port +
                           "/echo\", resolve: { \"example.test:" + port + "\": 127.0.0.1 } }";
    world.check({
        {"{ url: /auth/basic/me/secret, auth: { basic: { user: me, password: secret } } }",
         "${{ r.text.trim() }}", "welcome"},
        {"{ url: /auth/digest/me/secret, auth: { digest: { user: me, password: secret } } }",
         "${{ r.text.trim() }}", "welcome"},
        {"{ url: /auth/digest/me/secret, body: again, auth: { digest: { user: me, password: secret } } }",
         "${{ r.text.trim() }}", "welcome again"},
        {"{ url: /auth/bearer/abc, auth: { bearer: abc } }", "${{ r.text.trim() }}", "welcome"},
        {"{ url: /auth/bearer/abc, auth: { bearer: abd }, expect: 401 }", "${{ r.status }}", "401"},
        {"/echo", "${{ 'authorization' in r.json.headers }}", "false"},
        {"{ url: /cookies/set?a=1, cookies: true }", "${{ r.headers['set-cookie'] }}", "[\"a=1; Path=/\"]"},
        {"{ url: /cookies, cookies: true }", "${{ r.json.cookie }}", "a=1"},
        {"/cookies", "${{ r.json.cookie }}", ""},
        {"{ url: \"http://localhost/echo\", unix_socket: socket }", "${{ r.json.headers.host }}",
         "localhost"},
        {resolved, "${{ r.json.headers.host == 'example.test:" + port + "' }}", "true"},
        {"/redirect/3", "${{ r.status }} ${{ r.url == server + '/echo' }}", "200 true"},
        {"{ url: /redirect/3, follow_redirects: false }", "${{ r.status }} ${{ r.headers.location }}",
         "302 /redirect/2"},
        {"{ url: \"/redirect-to?url=/echo&status=303\", method: PUT, body: x }",
         "${{ r.json.method }} [${{ r.json.body }}]", "GET []"},
        {"{ url: \"/redirect-to?url=/echo&status=302\", body: x }",
         "${{ r.json.method }} [${{ r.json.body }}]", "GET []"},
        {"{ url: \"/redirect-to?url=/echo&status=302\", method: PUT, body: x }",
         "${{ r.json.method }} [${{ r.json.body }}]", "PUT [x]"},
        {"{ url: \"/redirect-to?url=/echo&status=308\", body: x }",
         "${{ r.json.method }} [${{ r.json.body }}]", "POST [x]"},
    });
}

TEST_CASE(
    "programs: nothing of the workflow's own follows a redirect to another origin, unless it is told to") {
    World world;
    std::string there =
        "/redirect-to?url=http%3A%2F%2Flocalhost%3A" + std::to_string(world.server.port()) + "%2Fecho";
    const std::string sent =
        "${{ r.json.headers.?authorization.orValue('none') }} ${{ r.json.headers.?x_api_key.orValue('none') "
        "}}";
    std::string options = "\", auth: { bearer: abc }, headers: { x_api_key: key }";
    world.check({
        {"{ url: \"" + there + options + " }", sent, "none none"},
        {"{ url: \"" + there + options + ", redirect_headers: keep }", sent, "Bearer abc key"},
        {"{ url: \"/redirect-to?url=/echo" + options + " }", sent, "Bearer abc key"},
    });
}

TEST_CASE("TLS is verified, by the CA that is given, and HTTP/2 is spoken where it can be") {
    World world;
    test_server::TlsFixture tls(world.server);
    using test_server::TlsServer;
    auto url = [&](TlsServer server) { return "{ url: \"" + tls.url(server, "/echo") + "\""; };
    std::string ca = ", tls: { ca: \"" + tls.authority() + "\"";
    std::string client =
        ", cert: \"" + tls.path("client.pem") + "\", key: \"" + tls.path("client.key") + "\"";
    const std::string protocol = "${{ r.json.headers.protocol }}";
    world.check({
        {url(TlsServer::good) + ca + " } }", protocol, "HTTP/2.0"},
        {url(TlsServer::good) + ca + " }, http_version: 1.1 }", protocol, "HTTP/1.1"},
        {url(TlsServer::http1) + ca + " } }", protocol, "HTTP/1.1"},
        {url(TlsServer::good) + ca + ", min_version: 1.3 } }", "${{ r.json.headers.tls }}", "TLSv1.3"},
        {url(TlsServer::tls1_2) + ca + ", min_version: 1.2 } }", "${{ r.json.headers.tls }}", "TLSv1.2"},
        {url(TlsServer::client_certificate) + ca + client + " } }", "${{ r.json.headers.client }}",
         "CN=client"},
        {url(TlsServer::good) + ca + " } }", "${{ r.timings.tls >= 0.0 }}", "true"},
    });
    std::string untrusted = "main: [ { fetch: \"" + tls.url(TlsServer::good, "/echo") +
                            "\", as: r }, { print: \"${{ r.status }}\" } ]\n";
    Outcome refused =
        run({.arguments = {AIORUN_BINARY, "-"}, .environment = plain_environment(), .input = untrusted});
    CHECK(refused.status == 1);
    CHECK(refused.errors.find("is not signed by a known CA") != std::string::npos);
    Outcome insecure = run({.arguments = {AIORUN_BINARY, "-", "--insecure"},
                            .environment = plain_environment(),
                            .input = untrusted});
    CHECK(insecure.output == "200\n");
}

TEST_CASE("proxies come from the step, else from the environment") {
    World world;
    std::string proxy = world.server.url("");
    world.environment.insert(world.environment.end(),
                             {"http_proxy=" + proxy, "no_proxy=127.0.0.1,.inside.test"});
    world.check({
        {"\"http://outside.test/echo\"", "${{ r.json.proxied }} ${{ r.json.headers.host }}",
         "true outside.test"},
        {"/echo", "${{ r.json.proxied }}", "false"},
        {"{ url: /echo, proxy: \"" + proxy + "\" }", "${{ r.json.proxied }}", "true"},
        {"{ url: \"http://outside.test:" + std::to_string(world.server.port()) +
             "/echo\", proxy: false, resolve: { \"outside.test:" + std::to_string(world.server.port()) +
             "\": 127.0.0.1 } }",
         "${{ r.json.proxied }}", "false"},
    });
}

TEST_CASE("a download that broke off goes on where it stopped") {
    World world;
    Outcome outcome = world.run_text(R"(
params: { server: { type: string } }
http: { base_url: "${{ server }}" }
main:
  - fetch: { url: /file/100000?cut=40000, save: out, resume: true }
    retry: { attempts: 2, delay: 10ms }
    as: r
  - print: "${{ r.status }} ${{ r.size }} ${{ r.text == null }}"
)");
    CHECK(outcome.output == "206 100000 true\n");
    CHECK(outcome.errors.find("attempt 1 of 2 failed: ConnectionError: GET " + world.server.url("/file/")) !=
          std::string::npos);
    CHECK(std::filesystem::file_size(world.folder.path() / "out") == 100'000);
    CHECK_FALSE(std::filesystem::exists(world.folder.path() / "out.part"));
}

TEST_CASE("retry obeys Retry-After, tells each attempt, and does not repeat a POST that was sent") {
    World world;
    Outcome outcome = world.run_text(R"(
params: { server: { type: string } }
http: { base_url: "${{ server }}" }
main:
  - fetch: /flaky/a?fail=2&retry_after=1
    retry: { attempts: 5, delay: 1ms, max_delay: 200ms }
    as: r
  - print: "${{ r.json.attempts }} attempts, waited ${{ elapsed() >= 0.4 && elapsed() < 2.0 }}"
  - try:
      - fetch: { url: /flaky/b?fail=2, json: {} }
        retry: 3
    except: { type: HTTPError, do: [ { print: "POST failed with ${{ error.status }}" } ] }
  - fetch: { url: /flaky/b?fail=2, json: {} }
    retry: { attempts: 3, unsafe: true }
    as: r
  - print: "${{ r.json.attempts }} in all"
)");
    CHECK(outcome.output == "3 attempts, waited true\nPOST failed with 503\n3 in all\n");
    CHECK(outcome.status == 0);
    for (const char* text :
         {"attempt 1 of 5 failed: HTTPError: GET", "attempt 2 of 5 failed", "the next one in 200ms"}) {
        CHECK(outcome.errors.find(text) != std::string::npos);
    }
    CHECK(outcome.errors.find("attempt 3 of 5") == std::string::npos);
}

TEST_CASE("a POST that was carried out is not repeated when the redirect that answers it leads to nobody") {
    World world;
    Outcome outcome = world.run_text(R"(
params: { server: { type: string } }
http: { base_url: "${{ server }}" }
main:
  - fetch: /stats/reset
  - try:
      - fetch: { url: "/redirect-to?status=303&url=http%3A%2F%2F127.0.0.1%3A9%2F", json: { a: 1 } }
        retry: { attempts: 3, delay: 1ms }
    except: { type: ConnectionError, do: [ { print: "${{ error.message.contains('redirected from') }}" } ] }
  - fetch: /stats
    as: r
  - print: "${{ r.json.requests }}"
)");
    CHECK(outcome.errors.find("attempt") == std::string::npos);
    CHECK(outcome.output == "true\n2\n");
}

TEST_CASE("an HTTPError behind redirects names the last method and the first URL, and has a response") {
    World world;
    Outcome outcome = world.run_text(R"(
params: { server: { type: string } }
http: { base_url: "${{ server }}" }
main:
  - try: [ { fetch: { url: "/redirect-to?status=303&url=/status/404", json: {} } } ]
    except: { type: HTTPError, do: [ { print: "${{ error.message }}" } ] }
  - try: [ { fetch: { url: /redirect/5, max_redirects: 2 } } ]
    except:
      type: HTTPError
      do: [ { print: "${{ error.status }} ${{ error.response.status }} ${{ error.response.headers.location }}" } ]
)");
    std::string first = world.server.url("/redirect-to?status=303&url=/status/404");
    CHECK(outcome.output.starts_with("GET " + world.server.url("/status/404") + " (redirected from " + first +
                                     "): status 404 Not Found"));
    CHECK(outcome.output.ends_with("302 302 /redirect/2\n"));
    CHECK(outcome.errors == "");
}

TEST_CASE("a stream is worked on while it arrives, and pages are joined") {
    World world;
    Outcome outcome = world.run_text(R"(
params: { server: { type: string } }
http: { base_url: "${{ server }}" }
shared: { jobs: { queue: { maxsize: 2 } } }
main:
  - gather:
      - - fetch: { url: /stream/ndjson?count=6&delay=20, stream: ndjson, into: jobs }
          as: r
        - print: "all ${{ r.count }} came, body ${{ r.text == null }}"
        - shutdown: jobs
      - try:
          - while: true
            do:
              - get: jobs
                as: job
              - print: "job ${{ job.n }}"
        except: { type: QueueShutDown, do: [ { print: done } ] }
  - fetch: { url: /items?size=3&total=8, paginate: { next: response.json.next, items: response.json.items } }
    as: items
  - print: "${{ items.map(i, i.id) }}"
  - fetch: { url: /items?size=3&total=8, paginate: { next: link_header, items: response.json.items, limit: 2 } }
    as: items
  - print: "${{ size(items) }}"
)");
    CHECK(outcome.output ==
          "job 0\njob 1\njob 2\njob 3\njob 4\njob 5\nall 6 came, body true\ndone\n[0,1,2,3,4,5,6,7]\n6\n");
    CHECK(outcome.errors == "");
}

TEST_CASE("a stream that nobody reads is a deadlock, unless a timeout ends it") {
    World world;
    auto stream = [&](const std::string& options) {
        return world.run_text(
            "params: { server: { type: string } }\nhttp: { base_url: \"${{ server }}\" }\n"
            "shared: { jobs: { queue: { maxsize: 1 } } }\n"
            "main: [ { fetch: { url: /stream/ndjson?count=100000&delay=0, stream: lines, into: jobs" +
            options + " } } ]\n");
    };
    Outcome late = stream(", timeout: 300ms");
    CHECK(late.status == 1);
    CHECK(late.errors.find("TimeoutError: GET ") != std::string::npos);
    for (const char* options : {"", ", low_speed: { limit: 0 }"}) {
        Outcome outcome = stream(options);
        CHECK(outcome.status == 3);
        CHECK(outcome.errors.find("main waits for room in queue jobs") != std::string::npos);
    }
}

}  // namespace
}  // namespace aiorun::programs
