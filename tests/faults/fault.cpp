#include "tests/faults/fault.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <memory>

#include "tests/programs/child.hpp"
#include "tests/programs/golden.hpp"
#include "tests/programs/temporary_folder.hpp"
#include "tests/server/tls_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

namespace aiorun::faults {
namespace {

using programs::Outcome;
using test_server::TlsServer;

/// What every transfer has to end within: its timeout, and slack for a machine with much to do.
constexpr std::chrono::milliseconds timeout(400);
constexpr std::chrono::seconds slack(10);
constexpr long most_memory = 64L * 1024;  // KiB

struct Servers {
    test_server::ServerFixture plain;
    test_server::TlsFixture tls{plain};
};

/// The same for all faults.
Servers& servers() {
    static Servers all;
    return all;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

void fill_in_tls(std::string& text) {
    constexpr std::array<std::pair<std::string_view, TlsServer>, 7> names{{
        {"{tls:good}", TlsServer::good},
        {"{tls:http1}", TlsServer::http1},
        {"{tls:expired}", TlsServer::expired},
        {"{tls:wrong_host}", TlsServer::wrong_host},
        {"{tls:self_signed}", TlsServer::self_signed},
        {"{tls:client}", TlsServer::client_certificate},
        {"{tls:1.2}", TlsServer::tls1_2},
    }};
    if (text.find("{tls:") == std::string::npos && text.find("{ca}") == std::string::npos) {
        return;
    }
    for (const auto& [name, server] : names) {
        replace_all(text, name, servers().tls.url(server, "").substr(std::string_view("https://").size()));
    }
    replace_all(text, "{ca}", servers().tls.authority());
}

struct Place {
    const Fault& fault;
    uint16_t peer;
    const programs::TemporaryFolder& folder;

    [[nodiscard]] std::string fill_in(std::string text) const {
        replace_all(text, "{peer}", "127.0.0.1:" + std::to_string(peer));
        replace_all(text, "{name}", fault.name);
        replace_all(text, "{folder}", folder.path().string());
        if (text.find("{server}") != std::string::npos) {
            replace_all(text, "{server}", "127.0.0.1:" + std::to_string(servers().plain.port()));
        }
        fill_in_tls(text);
        return text;
    }
    /// One step, on line 2.
    [[nodiscard]] std::string workflow(std::string_view more) const {
        std::string options = fault.options.empty() ? "" : ", " + fault.options;
        if (options.find("timeout:") == std::string::npos) {
            options += ", timeout: " + std::to_string(timeout.count()) + "ms";
        }
        return fill_in("main:\n  - fetch: { url: \"" + fault.url + "\"" + options + std::string(more) +
                       " }\n");
    }
};

std::string last_line(const std::string& text) {
    std::vector<std::string> lines = programs::lines_of(text);
    return lines.empty() ? "" : lines.back();
}

void check_error(const Place& place, const Outcome& outcome) {
    const Fault& fault = place.fault;
    std::string error = last_line(outcome.errors);
    std::string url = place.fill_in(fault.shown_url.empty() ? fault.url : fault.shown_url);
    CHECK(outcome.status == 1);
    CHECK(outcome.output == "");
    bool is_other = !fault.or_type.empty() && error.starts_with("error: " + fault.or_type + ": ");
    CHECK((is_other || error.starts_with("error: " + fault.type + ": ")));
    CHECK(error.find(fault.method + " " + url) != std::string::npos);
    CHECK(error.find(place.fill_in(fault.says)) != std::string::npos);
    CHECK(outcome.errors.find("<stdin>:2:") != std::string::npos);
}

void check_fault(const Fault& fault, std::string_view more) {
    Peer peer(fault.script, fault.begin);
    programs::TemporaryFolder folder;
    Place place{fault, peer.port(), folder};
    programs::Command command{.arguments = {AIORUN_BINARY, "-"},
                              .environment = programs::plain_environment(),
                              .folder = folder.path(),
                              .input = place.workflow(more)};
    auto begin = std::chrono::steady_clock::now();
    programs::Child child(command);
    Outcome outcome = child.finish();
    auto took = std::chrono::steady_clock::now() - begin;
    CAPTURE(fault.name, command.input, outcome.output, outcome.errors);
    CHECK(took < timeout + slack);
    CHECK((is_sanitized || child.peak_memory() < most_memory));
    check_error(place, outcome);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        FAIL_CHECK("a file is left: " << entry.path());
    }
}

}  // namespace

void check_faults(std::span<const Fault> faults) {
    for (const Fault& fault : faults) {
        check_fault(fault, "");
        bool has_result = std::ranges::any_of(
            std::initializer_list<std::string_view>{"save:", "paginate:", "stream:"},
            [&](std::string_view key) { return fault.options.find(key) != std::string::npos; });
        if (!has_result) {
            check_fault(fault, ", save: out");
        }
    }
}

}  // namespace aiorun::faults
