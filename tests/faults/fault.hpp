// Fault: what a peer, the network, a file system or a workflow does wrong, and the error that has to come of
// it. The built binary meets each of them twice: with the body in memory, and with `save`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tests/faults/peer.hpp"

namespace aiorun::faults {

struct Fault {
    std::string name;
    std::string type;  ///< of the error
    std::string says;  ///< what its message has to hold, besides the method and the URL
    Script script{};   ///< of the peer
    /// Further options of the fetch, as YAML between braces. In them, and in `url`, {peer} stands for the
    /// peer's `HOST:PORT`, {server} for that of the test server, {tls:NAME} for a TLS server, {ca} for the
    /// path of its CA, {folder} for the folder in which the run happens.
    std::string options{};
    std::string url = "http://{peer}/{name}";
    std::string method = "GET";  ///< as the message has it
    Begin begin = Begin::after_request;
    /// The URL in the message, when it is another.
    std::string shown_url{};
    /// Another type that will do, where versions of a library differ.
    std::string or_type{};
};

/// Runs each; what is wrong fails the test case.
void check_faults(std::span<const Fault> faults);

// What responses are made of.
using test_server::close;
using test_server::fill;
using test_server::pause;
using test_server::reset;
using test_server::send;

inline constexpr int64_t for_ever = 3'600'000;
inline constexpr uint64_t endless = uint64_t{1} << 40U;

/// `HTTP/1.1 200 OK` with these header lines (each with its CRLF), and the empty line.
[[nodiscard]] inline std::string head(std::string_view lines) {
    return "HTTP/1.1 200 OK\r\n" + std::string(lines) + "\r\n";
}
[[nodiscard]] inline std::string chunked(std::string_view body) {
    return head("Transfer-Encoding: chunked\r\n") + std::string(body);
}
[[nodiscard]] inline Script redirect(std::string_view location, int status = 302) {
    return {send("HTTP/1.1 " + std::to_string(status) + " Found\r\nLocation: " + std::string(location) +
                 "\r\nContent-Length: 0\r\n\r\n")};
}

}  // namespace aiorun::faults
