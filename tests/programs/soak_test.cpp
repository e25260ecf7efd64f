// Ten thousand transfers of all kinds, good and bad, in one run: each is accounted for, and nothing is left
// open. In a build with sanitizers the process also says at its end whether memory has leaked.
#include <fstream>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/server_fixture.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::programs {
namespace {

const std::string workflow = R"(
params: { server: { type: string }, dead: "http://127.0.0.1:9/", count: 1000, folder: { type: string } }
http: { base_url: "${{ server }}", timeout: 20s, limits: { connections: 150 } }
shared: { items: queue }
tasks:
  # Twenty kinds of transfers; each gives the word that says how it ended.
  transfer:
    params: { kind: ~ }
    do:
      - try:
          - switch:
              - { when: kind == 0, do: [ { fetch: "${{ dead }}" } ] }
              - { when: kind == 1, do: [ { fetch: /fault/reset } ] }
              - { when: kind == 2, do: [ { fetch: /fault/truncated } ] }
              - { when: kind == 3, do: [ { fetch: /fault/garbage } ] }
              - { when: kind == 4, do: [ { fetch: /status/500 } ] }
              - { when: kind == 5, do: [ { fetch: { url: /status/404, save: out } } ] }
              - { when: kind == 6, do: [ { fetch: { url: /bytes/20000, max_body: 10kB } } ] }
              - { when: kind == 7, do: [ { fetch: { url: /fault/truncated, save: out } } ] }
              - { when: kind == 8, do: [ { fetch: { url: /fault/hang, timeout: 100ms } } ] }
              - { when: kind == 9, do: [ { timeout: 50ms, fetch: { url: /fault/hang-in-body, save: out } } ] }
              - { when: kind == 10, do: [ { fetch: { url: "/redirect-to?url=http%3A%2F%2F169.254.169.254%2F" } } ] }
              - { when: kind == 11, do: [ { fetch: /redirect-loop } ] }
              - { when: kind == 12, do: [ { fetch: /fault/truncated-gzip } ] }
              - { when: kind == 13, do: [ { fetch: { url: /stream/lines?delay=1, stream: lines, into: items } } ] }
              - { when: kind == 14, do: [ { fetch: { url: /items, paginate: { next: response.json.next, items: response.json.items } } } ] }
              - { when: kind == 15, do: [ { fetch: { url: /echo, json: { a: 1 } } } ] }
              - { when: kind == 16, do: [ { fetch: /encoded/gzip } ] }
              - { when: kind == 17, do: [ { fetch: /redirect/2 } ] }
              - { when: kind == 18, do: [ { fetch: { url: /bytes/30000, save: /dev/null } } ] }
              - do: [ { race: [ { fetch: / }, { fetch: /fault/hang } ] } ]
          - return: ok
        except: { do: [ { return: "${{ error.type }}" } ] }
main:
  - gather:
      for: i
      in: ${{ range(count) }}
      limit: 400
      do: { transfer: { kind: "${{ i % 20 }}" } }
    as: ends
  - for: word
    in: [ok, ConnectionError, HTTPError, TimeoutError, ValueError, RuntimeError, CancelledError]
    do: [ { print: "${{ word }} ${{ ends.filter(end, end == word).size() }}" } ]
  - print: "${{ size(items) }} lines"
  - run: { command: "ls -l /proc/$PPID/fd", check: false }  # ls loses those that are its own
    as: open
  - print: "${{ open.stdout.contains(folder) ? 'files are open' : 'no file is open' }}"
  - print: "${{ open.stdout.split('socket:').size() <= 150 + 50 ? 'few' : 'too many' }} sockets"
)";

TEST_CASE("ten thousand mixed transfers in one run are all accounted for, and leave no file") {
    constexpr int count = 10'000;
    TemporaryFolder folder;
    test_server::ServerFixture server;
    Child child({.arguments = {AIORUN_BINARY, "-", "-p", "server=" + server.url(""), "-p",
                               "count=" + std::to_string(count), "-p", "folder=" + folder.path().string()},
                 .environment = plain_environment(),
                 .folder = folder.path(),
                 .input = workflow});
    Outcome outcome = child.finish(280s);
    auto share = [](int kinds) { return std::to_string(kinds * count / 20) + "\n"; };
    CHECK(outcome.output == "ok " + share(7) + "ConnectionError " + share(6) + "HTTPError " + share(3) +
                                "TimeoutError " + share(2) + "ValueError " + share(2) +
                                "RuntimeError 0\nCancelledError 0\n" + std::to_string(3 * count / 20) +
                                " lines\nno file is open\nfew sockets\n");
    CHECK(outcome.errors == "");
    CHECK(outcome.status == 0);
    CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace aiorun::programs
