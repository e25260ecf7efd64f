// The table of options: their names, shapes, defaults and docs.
#include <algorithm>
#include <array>

#include "steps/fetch_apply.hpp"

namespace aiorun::steps {
namespace {

using Place = FetchOption::Place;
using Role = FetchOption::Role;
constexpr auto optional = Presence::optional;

constexpr std::array<std::string_view, 2> redirect_words{"drop", "keep"};
constexpr std::array<std::string_view, 3> stream_words{"lines", "ndjson", "sse"};
constexpr std::array<std::string_view, 5> version_words{"auto", "1.0", "1.1", "2", "2-prior-knowledge"};

constexpr std::array table{
    FetchOption{{"url", Shape::text, Presence::required, "", "what to fetch; a relative one is put behind `base_url`"},
                Place::step,
                Role::single,
                fetch_apply::url},
    FetchOption{{"base_url", Shape::text, optional, "", "what stands before relative URLs: with http://h/api, /x is http://h/api/x"},
                Place::defaults,
                Role::single,
                fetch_apply::base_url},
    FetchOption{{"method", Shape::text, optional, "GET; POST with a body, PUT with upload", "the method"},
                Place::everywhere,
                Role::single,
                fetch_apply::method},
    FetchOption{{"query", Shape::map, optional, "", "added to the URL's query; a list repeats its name"},
                Place::everywhere,
                Role::merged,
                fetch_apply::query},
    FetchOption{{"headers", Shape::map, optional, "", "headers of the request; a null leaves one out"},
                Place::everywhere,
                Role::merged,
                fetch_apply::headers},
    FetchOption{{"json", Shape::anything, optional, "", "the body, as JSON"},
                Place::everywhere,
                Role::body,
                fetch_apply::json},
    FetchOption{
        {"form", Shape::map, optional, "", "the body, as the fields of a form; a list repeats its name"},
        Place::everywhere,
        Role::body,
        fetch_apply::form},
    FetchOption{{"body", Shape::text, optional, "", "the body, as it is"},
                Place::everywhere,
                Role::body,
                fetch_apply::body},
    FetchOption{{"multipart", Shape::map, optional, "",
                 "the body, as multipart/form-data: scalars, or `{ file: PATH, type, filename }`"},
                Place::everywhere,
                Role::body,
                fetch_apply::multipart},
    FetchOption{{"upload", Shape::text, optional, "", "the path of a file that is the body"},
                Place::everywhere,
                Role::body,
                fetch_apply::upload},
    FetchOption{{"auth", Shape::map, optional, "",
                 "`basic: { user, password }`, `digest: { user, password }` or `bearer: TOKEN`"},
                Place::everywhere,
                Role::single,
                fetch_apply::auth},
    FetchOption{
        {"cookies", Shape::boolean, optional, "false", "keep cookies in the run's jar, and send them"},
        Place::everywhere,
        Role::single,
        fetch_apply::cookies},
    FetchOption{{"compressed", Shape::boolean, optional, "true", "ask for a compressed body"},
                Place::everywhere,
                Role::single,
                fetch_apply::compressed},
    FetchOption{{"http_version", Shape::text, optional, "auto", "the version of HTTP", version_words},
                Place::everywhere,
                Role::single,
                fetch_apply::http_version},
    FetchOption{{"unix_socket", Shape::text, optional, "", "the path of a socket to connect to"},
                Place::everywhere,
                Role::single,
                fetch_apply::unix_socket},
    FetchOption{{"resolve", Shape::map, optional, "", "addresses to use: `{ \"host:port\": address }`"},
                Place::everywhere,
                Role::single,
                fetch_apply::resolve},
    FetchOption{{"proxy", Shape::text, optional, "the environment's", "the URL of a proxy; false for none"},
                Place::everywhere,
                Role::single,
                fetch_apply::proxy},
    FetchOption{{"tls", Shape::map, optional, "", "paths `ca`, `cert` and `key`, and `min_version`"},
                Place::everywhere,
                Role::single,
                fetch_apply::tls},
    FetchOption{{"timeout", Shape::duration, optional, "none", "how long the whole transfer may take"},
                Place::everywhere,
                Role::single,
                fetch_apply::timeout},
    FetchOption{{"connect_timeout", Shape::duration, optional, "30s", "how long connecting may take"},
                Place::everywhere,
                Role::single,
                fetch_apply::connect_timeout},
    FetchOption{{"low_speed", Shape::map, optional, "{ limit: 1, time: 60s }",
                 "give up when fewer than `limit` bytes a second come for `time`"},
                Place::everywhere,
                Role::single,
                fetch_apply::low_speed},
    FetchOption{{"max_body", Shape::anything, optional, "64MiB; none with `save` and `stream`",
                 "the largest body, decompressed, in bytes or as `10MiB`"},
                Place::everywhere,
                Role::single,
                fetch_apply::max_body},
    FetchOption{{"follow_redirects", Shape::boolean, optional, "true", "follow redirects"},
                Place::everywhere,
                Role::single,
                fetch_apply::follow_redirects},
    FetchOption{{"max_redirects", Shape::integer, optional, "10", "the most redirects that are followed"},
                Place::everywhere,
                Role::single,
                fetch_apply::max_redirects},
    FetchOption{{"redirect_headers", Shape::text, optional, "drop",
                 "what becomes of headers and credentials when scheme, host or port change", redirect_words},
                Place::everywhere,
                Role::single,
                fetch_apply::redirect_headers},
    FetchOption{{"allow", Shape::list, optional, "", "networks to allow: link_local, loopback, private"},
                Place::everywhere,
                Role::single,
                fetch_apply::allow},
    FetchOption{{"deny", Shape::list, optional, "", "networks to refuse: link_local, loopback, private"},
                Place::everywhere,
                Role::single,
                fetch_apply::deny},
    FetchOption{{"expect", Shape::anything, optional, "any below 400",
                 "the statuses that are no error: 200, `2xx`, a list of them, or `any`"},
                Place::everywhere,
                Role::single,
                fetch_apply::expect},
    FetchOption{{"save", Shape::text, optional, "", "the path of a file that the body goes to"},
                Place::everywhere,
                Role::single,
                fetch_apply::save},
    FetchOption{{"sha256", Shape::text, optional, "", "the digest that the body has to have, in hex"},
                Place::everywhere,
                Role::single,
                fetch_apply::sha256},
    FetchOption{{"resume", Shape::boolean, optional, "false", "go on from a partial download of `save`"},
                Place::everywhere,
                Role::single,
                fetch_apply::resume},
    FetchOption{{"paginate", Shape::map, optional, "",
                 "follow pages: `{ next: EXPR | link_header, items: EXPR, limit: N }`; the result is the "
                 "joined list"},
                Place::everywhere},
    FetchOption{
        {"stream", Shape::text, optional, "", "put the body into a queue while it arrives", stream_words},
        Place::everywhere},
    FetchOption{{"into", Shape::queue, optional, "", "the queue that `stream` puts into"}, Place::everywhere},
    FetchOption{{"user_agent", Shape::text, optional, "aiorun", "the User-Agent header of the run"},
                Place::defaults},
    FetchOption{{"limits", Shape::map, optional, "",
                 "`connections` in all and `per_host` at once; the others wait for their turn"},
                Place::defaults},
};

template <Place excluded>
constexpr auto keys_without() {
    constexpr auto belongs = [](const FetchOption& option) { return option.place != excluded; };
    std::array<Key, static_cast<size_t>(std::ranges::count_if(table, belongs))> keys{};
    size_t count = 0;
    for (const FetchOption& option : table) {
        if (belongs(option)) {
            keys[count++] = option.key;
        }
    }
    return keys;
}

constexpr auto step_keys = keys_without<Place::defaults>();
constexpr auto default_keys = keys_without<Place::step>();

}  // namespace

std::span<const FetchOption> fetch_option_table() {
    return table;
}
std::span<const Key> fetch_step_keys() {
    return step_keys;
}
std::span<const Key> fetch_default_keys() {
    return default_keys;
}

}  // namespace aiorun::steps
