// What is wrong with a request before anything is sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/failure.hpp"
#include "http/request.hpp"

namespace aiorun::http {

// The messages do not name method and URL yet, and never a header's value.

/// All of it: the words, then the files.
[[nodiscard]] std::optional<Failure> check_request(const Request& request);
/// What is wrong on every machine.
[[nodiscard]] std::optional<Failure> check_words(const Request& request);

/// A file that is read for the request. Both borrowed from it.
struct NeededFile {
    std::string_view what;  ///< `the upload`
    const std::string* path;
};
[[nodiscard]] std::vector<NeededFile> needed_files(const Request& request);
/// Whether it can be read as the machine is now.
[[nodiscard]] std::optional<Failure> check_file(const NeededFile& file);

/// As it is sent: in upper case where that is all that it lacks.
[[nodiscard]] std::string normal_method(const std::string& method);

/// The same for the client's User-Agent.
[[nodiscard]] std::optional<Failure> check_user_agent(const std::string& user_agent);

}  // namespace aiorun::http
