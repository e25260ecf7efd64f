// Options of how a request is sent: credentials, TLS, the way to the server.
#include <array>

#include "steps/fetch_apply.hpp"
#include "value/json.hpp"

namespace aiorun::steps::fetch_apply {
namespace {

constexpr std::array<Key, 3> auth_keys{{
    {"basic", Shape::map, Presence::optional, "", "user and password"},
    {"digest", Shape::map, Presence::optional, "", "user and password"},
    {"bearer", Shape::text, Presence::optional, "", "a token"},
}};
constexpr std::array<Key, 2> credential_keys{{
    {"user", Shape::text, Presence::required, "", "the user's name"},
    {"password", Shape::text, Presence::required, "", "the password"},
}};

template <class Credentials>
Credentials read_credentials(const FetchValue& value) {
    Credentials credentials;
    if (value.check_map(credential_keys)) {
        if (auto user = value.find("user")) {
            credentials.user = user->text();
        }
        if (auto password = value.find("password")) {
            credentials.password = password->text();
        }
    }
    return credentials;
}

constexpr std::array<Key, 4> tls_keys{{
    {"ca", Shape::text, Presence::optional, "the system's", "the path of the CAs to trust, PEM"},
    {"cert", Shape::text, Presence::optional, "", "the path of a client certificate, PEM"},
    {"key", Shape::text, Presence::optional, "", "the path of its key, PEM"},
    {"min_version", Shape::text, Presence::optional, "", "the lowest version of TLS: 1.0, 1.1, 1.2 or 1.3"},
}};

void set_network(const FetchValue& value, http::Networks& networks) {
    constexpr std::array<std::string_view, 3> words{"link_local", "loopback", "private"};
    constexpr std::array<bool http::Networks::*, 3> members{
        &http::Networks::link_local, &http::Networks::loopback, &http::Networks::private_use};
    for (const FetchValue& item : value.items()) {
        if (auto chosen = item.choice(words)) {
            networks.*members[*chosen] = true;
        }
    }
}

}  // namespace

void auth(const FetchValue& value, FetchDraft& draft) {
    if (!value.check_map(auth_keys)) {
        return;
    }
    auto basic = value.find("basic");
    auto digest = value.find("digest");
    auto bearer = value.find("bearer");
    if (basic.has_value() + digest.has_value() + bearer.has_value() != 1) {
        value.note(value.name() + " needs one of basic, digest and bearer");
    }
    if (basic) {
        draft.request.auth = read_credentials<http::BasicAuth>(*basic);
    } else if (digest) {
        draft.request.auth = read_credentials<http::DigestAuth>(*digest);
    } else if (bearer) {
        draft.request.auth = http::BearerAuth{bearer->text()};
    }
}

void cookies(const FetchValue& value, FetchDraft& draft) {
    draft.request.cookies = value.boolean();
}

void compressed(const FetchValue& value, FetchDraft& draft) {
    draft.request.compressed = value.boolean();
}

void http_version(const FetchValue& value, FetchDraft& draft) {
    constexpr std::array<std::string_view, 6> words{"auto", "1.0", "1.1", "2", "2-prior-knowledge", "2.0"};
    constexpr std::array versions{http::HttpVersion::automatic,
                                  http::HttpVersion::http1_0,
                                  http::HttpVersion::http1_1,
                                  http::HttpVersion::http2,
                                  http::HttpVersion::http2_prior_knowledge,
                                  http::HttpVersion::http2};
    if (auto chosen = value.choice(words)) {
        draft.request.http_version = versions[*chosen];
    }
}

void unix_socket(const FetchValue& value, FetchDraft& draft) {
    draft.request.unix_socket = value.text();
}

void resolve(const FetchValue& value, FetchDraft& draft) {
    for (const FetchValue::Entry& entry : value.entries()) {
        draft.request.resolve.push_back({entry.key, entry.value.text()});
    }
}

void proxy(const FetchValue& value, FetchDraft& draft) {
    bool none = value.value() == Value(false);
    draft.request.proxy = none ? "" : value.text();
}

void tls(const FetchValue& value, FetchDraft& draft) {
    if (!value.check_map(tls_keys)) {
        return;
    }
    http::Tls& tls = draft.request.tls;
    auto read = [&](std::string_view key, std::string& target) {
        if (auto found = value.find(key)) {
            target = found->text();
        }
    };
    read("ca", tls.ca);
    read("cert", tls.certificate);
    read("key", tls.key);
    constexpr std::array<std::string_view, 4> words{"1.0", "1.1", "1.2", "1.3"};
    constexpr std::array versions{http::TlsVersion::tls1_0, http::TlsVersion::tls1_1,
                                  http::TlsVersion::tls1_2, http::TlsVersion::tls1_3};
    if (auto version = value.find("min_version")) {
        if (auto chosen = version->choice(words)) {
            tls.minimum = versions[*chosen];
        }
    }
}

void allow(const FetchValue& value, FetchDraft& draft) {
    set_network(value, draft.request.addresses.allow);
}

void deny(const FetchValue& value, FetchDraft& draft) {
    set_network(value, draft.request.addresses.deny);
}

}  // namespace aiorun::steps::fetch_apply
